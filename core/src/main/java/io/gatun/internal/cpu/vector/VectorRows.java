package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.FLOAT;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Rows;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.lang.foreign.MemorySegment;

/// Kernels over rows in float32; other types go to the reference.
final class VectorRows implements Rows {

    private final Rows reference;

    VectorRows(Rows reference) {
        this.reference = reference;
    }

    private static boolean foreign(View view) {
        return view.dtype() != DType.F32;
    }

    /// Returns how many rows of `n` elements one thread should at least be given.
    private static long grain(long n) {
        return Math.max(1, Lanes.GRAIN / 2 / Math.max(1, n));
    }

    @Override
    public void softmax(View x, View y) {
        if (foreign(x)) {
            reference.softmax(x, y);
            return;
        }
        long n = x.dim(1);
        long from = x.address();
        long to = y.address();
        Parallel.forRange(
                x.dim(0),
                grain(n),
                (row, end) -> SoftmaxRows.softmax(from + 4 * row * n, to + 4 * row * n, end - row, n));
    }

    @Override
    public void softmaxGradient(View y, View g, View dx) {
        if (foreign(y)) {
            reference.softmaxGradient(y, g, dx);
            return;
        }
        long n = y.dim(1);
        Parallel.forRange(y.dim(0), grain(n), (row, end) -> {
            long at = 4 * row * n;
            SoftmaxRows.gradient(y.address() + at, g.address() + at, dx.address() + at, end - row, n);
        });
    }

    @Override
    public void rmsNorm(Norm norm, View y, View scale) {
        if (foreign(y)) {
            reference.rmsNorm(norm, y, scale);
            return;
        }
        long n = y.dim(1);
        long weight = norm.weight().address();
        Parallel.forRange(y.dim(0), grain(n), (row, end) -> {
            MemorySegment scales = Lanes.words(scale.address(), end);
            for (long r = row; r < end; r++) {
                long x = norm.x().address() + 4 * r * n;
                float s = NormRows.scale(NormRows.squares(x, 0, n), n, norm.epsilon());
                scales.set(FLOAT, 4 * r, s);
                NormRows.scaled(x, s, weight, y.address() + 4 * r * n, n);
            }
        });
    }

    @Override
    public void layerNorm(Norm norm, View bias, View y, View statistics) {
        if (foreign(y)) {
            reference.layerNorm(norm, bias, y, statistics);
            return;
        }
        long n = y.dim(1);
        NormRows.Affine affine = new NormRows.Affine(norm.weight().address(), bias.address(), n);
        Parallel.forRange(y.dim(0), grain(n), (row, end) -> {
            if (LayerNormStream.takes(n)) {
                new LayerNormStream(affine, norm.epsilon())
                        .run(
                                norm.x().address() + 4 * row * n,
                                y.address() + 4 * row * n,
                                end - row,
                                statistics.address() + 8 * row);
                return;
            }
            MemorySegment kept = Lanes.words(statistics.address(), 2 * end);
            for (long r = row; r < end; r++) {
                long x = norm.x().address() + 4 * r * n;
                float mean = NormRows.sum(x, n) / n;
                float s = NormRows.scale(NormRows.squares(x, mean, n), n, norm.epsilon());
                kept.set(FLOAT, 8 * r, mean);
                kept.set(FLOAT, 8 * r + 4, s);
                NormRows.centred(x, mean, s, affine, y.address() + 4 * r * n);
            }
        });
    }

    @Override
    public void rmsNormGradient(Norm norm, View scale, View g, NormGradient out) {
        if (foreign(g)) {
            reference.rmsNormGradient(norm, scale, g, out);
            return;
        }
        gradient(norm, g, out, (rows, from, to) -> {
            MemorySegment scales = Lanes.words(scale.address(), to);
            for (long r = from; r < to; r++) {
                rows.row(r, scales.get(FLOAT, 4 * r));
            }
        });
    }

    @Override
    public void layerNormGradient(Norm norm, View statistics, View g, NormGradient out) {
        if (foreign(g)) {
            reference.layerNormGradient(norm, statistics, g, out);
            return;
        }
        gradient(
                norm,
                g,
                out,
                (rows, from, to) -> rows.centredRows(from, to, Lanes.words(statistics.address(), 2 * to)));
    }

    /// What a norm's gradient does with the rows from one to another.
    private interface GradientRows {
        void run(NormGradientRows rows, long from, long to);
    }

    /// Goes over the rows in chunks that each sum the gain's gradient in memory of their own.
    private static void gradient(Norm norm, View g, NormGradient out, GradientRows body) {
        long weight = norm.weight().address();
        long n = g.dim(1);
        NormGradientRows.Operands rows = new NormGradientRows.Operands(
                norm.x().address(), g.address(), out.dx().address());
        Partials.sum(
                g.dim(0),
                out.dw().address(),
                n,
                (dw, from, to) -> body.run(new NormGradientRows(rows, weight, dw, n), from, to));
    }

    @Override
    public void glu(View x, View y) {
        if (foreign(x)) {
            reference.glu(x, y);
            return;
        }
        long n = y.dim(1);
        Parallel.forRange(
                y.dim(0),
                grain(n),
                (row, end) -> GatedRows.glu(x.address() + 8 * row * n, y.address() + 4 * row * n, end - row, n));
    }

    @Override
    public void gluGradient(View x, View g, View dx) {
        if (foreign(x)) {
            reference.gluGradient(x, g, dx);
            return;
        }
        long n = g.dim(1);
        Parallel.forRange(g.dim(0), grain(n), (row, end) -> {
            long at = 8 * row * n;
            GatedRows.gradient(x.address() + at, g.address() + at / 2, dx.address() + at, end - row, n);
        });
    }

    @Override
    public void crossEntropy(CrossEntropy rows, View loss, View logSumExp) {
        if (foreign(loss)) {
            reference.crossEntropy(rows, loss, logSumExp);
            return;
        }
        CrossEntropyRows loops = new CrossEntropyRows(rows);
        Parallel.forRange(
                loss.size(), grain(rows.logits().dim(1)), (from, to) -> loops.losses(loss, logSumExp, from, to));
    }

    @Override
    public void crossEntropyGradient(CrossEntropy rows, View logSumExp, View g, View dx) {
        if (foreign(g)) {
            reference.crossEntropyGradient(rows, logSumExp, g, dx);
            return;
        }
        CrossEntropyRows loops = new CrossEntropyRows(rows);
        Parallel.forRange(g.size(), grain(dx.dim(1)), (from, to) -> loops.gradients(logSumExp, g, dx, from, to));
    }
}
