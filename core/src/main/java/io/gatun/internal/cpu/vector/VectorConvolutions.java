package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Convolutions;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Taps;
import java.lang.foreign.Arena;

/// Depthwise convolutions in float32; other types go to the reference.
final class VectorConvolutions implements Convolutions {

    private final Convolutions reference;

    VectorConvolutions(Convolutions reference) {
        this.reference = reference;
    }

    private static boolean perPosition(View w) {
        return w.shape().rank() == 4;
    }

    private static HeadMap map(Taps taps, View x, View w) {
        return new HeadMap(taps, x.dim(2), w.dim(-2));
    }

    @Override
    public void convolve(Taps taps, View x, View w, View y) {
        if (x.dtype() != DType.F32) {
            reference.convolve(taps, x, w, y);
            return;
        }
        if (y.size() == 0) {
            return;
        }
        Sequence sequence = Sequence.of(x, taps);
        if (perPosition(w)) {
            new PositionFilters(sequence, map(taps, x, w), w.dim(-1)).convolve(x.address(), w.address(), y.address());
        } else {
            shared(sequence, map(taps, x, w), filters(w, false), x, y);
        }
    }

    @Override
    public void inputGradient(Taps taps, View w, View g, View dx) {
        if (g.dtype() != DType.F32) {
            reference.inputGradient(taps, w, g, dx);
            return;
        }
        if (dx.size() == 0) {
            return;
        }
        Sequence sequence = Sequence.of(g, taps).reversed(w.dim(-1));
        if (perPosition(w)) {
            PositionFilters filters = new PositionFilters(sequence, map(taps, g, w), w.dim(-1));
            filters.inputGradient(w.address(), g.address(), dx.address());
        } else {
            shared(sequence, map(taps, g, w), filters(w, true), g, dx);
        }
    }

    private static HeadMap.Filters filters(View w, boolean flipped) {
        return new HeadMap.Filters(w.address(), 4, 4L * w.dim(-1), w.dim(-1), flipped);
    }

    private static void shared(Sequence sequence, HeadMap map, HeadMap.Filters w, View x, View y) {
        long channels = SharedFilters.padded(sequence.channels());
        try (Arena arena = Arena.ofConfined()) {
            long spread = arena.allocate(4 * channels * w.taps(), 64).address();
            map.spread(w, spread, 4 * channels);
            Parallel.forRange(sequence.tiles(), grain(sequence), (from, to) -> {
                TapTile tile = new TapTile(spread, w.taps(), channels);
                new SharedFilters(sequence, tile, x.address(), y.address(), false).run(from, to);
            });
        }
    }

    private static long grain(Sequence sequence) {
        return Math.max(1, 2 * Lanes.GRAIN / TapTile.ROWS / Math.max(1, sequence.channels()));
    }

    @Override
    public void weightGradient(Taps taps, View x, View g, View dw) {
        if (x.dtype() != DType.F32) {
            reference.weightGradient(taps, x, g, dw);
            return;
        }
        if (x.size() == 0) {
            reference.weightGradient(taps, x, g, dw); // zeros, or nothing
            return;
        }
        Sequence sequence = Sequence.of(x, taps);
        HeadMap map = map(taps, x, dw);
        int count = dw.dim(-1);
        if (perPosition(dw)) {
            new PositionFilters(sequence, map, count).weightGradient(x.address(), g.address(), dw.address());
            return;
        }
        long channels = SharedFilters.padded(sequence.channels());
        try (Arena arena = Arena.ofConfined()) {
            long sums = arena.allocate(4 * channels * count, 64).address();
            Partials.sum(sequence.tiles(), sums, channels * count, (partial, from, to) -> {
                TapTile tile = new TapTile(partial, count, channels);
                new SharedFilters(sequence, tile, x.address(), g.address(), true).run(from, to);
            });
            map.gather(sums, 4 * channels, new HeadMap.Filters(dw.address(), 4, 4L * count, count, false));
        }
    }
}
