package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Convolutions;
import io.gatun.kernel.View;
import io.gatun.tensor.Taps;
import java.util.Arrays;

/// The reference kernels of [Convolutions].
final class ScalarConvolutions implements Convolutions {

    @Override
    public void convolve(Taps taps, View x, View w, View y) {
        Geometry at = new Geometry(taps, y, w);
        Cells in = Cells.of(x);
        Cells filters = Cells.of(w);
        Cells out = Cells.of(y);
        double[] sums = new double[at.channels];
        for (int b = 0; b < at.batch; b++) {
            for (int t = 0; t < at.time; t++) {
                Arrays.fill(sums, 0);
                for (int j = 0; j < at.taps; j++) {
                    long s = at.read(t, j);
                    if (at.inside(s)) {
                        for (int c = 0; c < at.channels; c++) {
                            sums[c] += filters.get(at.filter(b, t, c) + j) * in.get(at.element(b, s) + c);
                        }
                    }
                }
                out.write(sums, at.element(b, t), at.channels);
            }
        }
    }

    @Override
    public void inputGradient(Taps taps, View w, View g, View dx) {
        Geometry at = new Geometry(taps, dx, w);
        Cells filters = Cells.of(w);
        Cells gradient = Cells.of(g);
        Cells out = Cells.of(dx);
        double[] sums = new double[at.channels];
        for (int b = 0; b < at.batch; b++) {
            for (int s = 0; s < at.time; s++) {
                Arrays.fill(sums, 0);
                for (int j = 0; j < at.taps; j++) {
                    long t = at.readBy(s, j);
                    if (at.inside(t)) {
                        for (int c = 0; c < at.channels; c++) {
                            sums[c] += filters.get(at.filter(b, t, c) + j) * gradient.get(at.element(b, t) + c);
                        }
                    }
                }
                out.write(sums, at.element(b, s), at.channels);
            }
        }
    }

    @Override
    public void weightGradient(Taps taps, View x, View g, View dw) {
        Geometry at = new Geometry(taps, x, dw);
        Cells in = Cells.of(x);
        Cells gradient = Cells.of(g);
        Cells out = Cells.of(dw);
        double[] sums = new double[at.heads * at.taps];
        for (int b = 0; b < at.batch; b++) {
            for (int t = 0; t < at.time; t++) {
                for (int j = 0; j < at.taps; j++) {
                    long s = at.read(t, j);
                    if (at.inside(s)) {
                        for (int c = 0; c < at.channels; c++) {
                            sums[at.head[c] * at.taps + j] +=
                                    in.get(at.element(b, s) + c) * gradient.get(at.element(b, t) + c);
                        }
                    }
                }
                if (at.perPosition) {
                    out.write(sums, at.filters(b, t), sums.length);
                    Arrays.fill(sums, 0);
                }
            }
        }
        if (!at.perPosition) {
            out.write(sums, 0, sums.length);
        }
    }

    /// Where elements and filters lie.
    private static final class Geometry {

        private final Taps spacing;
        private final int batch;
        private final int time;
        private final int channels;
        private final int heads;
        private final int taps;
        private final boolean perPosition;
        private final int[] head; // [channel]

        Geometry(Taps spacing, View x, View w) {
            this.spacing = spacing;
            batch = x.dim(0);
            time = x.dim(1);
            channels = x.dim(2);
            heads = w.dim(-2);
            taps = w.dim(-1);
            perPosition = w.shape().rank() == 4;
            head = new int[channels];
            Arrays.setAll(head, c -> spacing.head(c, channels, heads));
        }

        /// Returns the position that tap `j` of output `t` reads.
        long read(long t, int j) {
            return t + (long) j * spacing.dilation() - spacing.left();
        }

        /// Returns the output whose tap `j` reads position `s`.
        long readBy(long s, int j) {
            return s - (long) j * spacing.dilation() + spacing.left();
        }

        boolean inside(long t) {
            return t >= 0 && t < time;
        }

        long element(long b, long t) {
            return (b * time + t) * channels;
        }

        long filters(long b, long t) {
            return perPosition ? (b * time + t) * heads * taps : 0;
        }

        long filter(long b, long t, int c) {
            return filters(b, t) + (long) head[c] * taps;
        }
    }
}
