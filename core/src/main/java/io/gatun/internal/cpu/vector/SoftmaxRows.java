package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.INT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.LaneMath;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Loops of softmax and log-sum-exp over blocks of rows that stay in the cache from one pass to the next.
///
/// A method calls [LaneMath#exp] once: a second call would be more than C2 inlines. So exponentials are taken
/// of a whole block at a time, whose rows lie behind one another.
final class SoftmaxRows {

    private static final long BLOCK = 4096; // floats that stay in the first-level cache; a multiple of every vector

    private SoftmaxRows() {}

    /// Returns how many rows of `n` make a block; a block's per-row values fit one buffer of [Scratch].
    static long block(long n) {
        return Math.clamp(BLOCK / Math.max(1, n), 1, Scratch.FLOATS);
    }

    static void softmax(long x, long y, long rows, long n) {
        if (SoftmaxStream.takes(n)) {
            SoftmaxStream.softmax(x, y, rows, n);
            return;
        }
        long perRow = Scratch.current().buffer(0);
        long block = block(n);
        for (long r = 0; r < rows; r += block) {
            long count = Math.min(block, rows - r);
            long from = x + 4 * r * n;
            long to = y + 4 * r * n;
            maxima(from, perRow, count, n);
            subtract(from, to, perRow, count, n);
            exps(to, count * n);
            for (long i = 0; i < count; i++) {
                scale(to + 4 * i * n, n, (float) (1 / RowFolds.sum(to + 4 * i * n, n)));
            }
        }
    }

    /// Writes the largest element of each row, NaN if there is one: as ints that are ordered as floats are
    /// ([Lanes#key]), whose maximum costs one instruction. A NaN with its sign set comes below −∞; the sum of
    /// exponentials finds it. How a key is made is written out wherever it is needed: see docs/decisions/0004.
    static void maxima(long x, long max, long rows, long n) {
        MemorySegment from = Lanes.words(x, rows * n);
        MemorySegment to = Lanes.words(max, rows);
        for (long r = 0; r < rows; r++) {
            long at = 4 * r * n;
            IntVector m = IntVector.broadcast(I, Integer.MIN_VALUE);
            IntVector m2 = m;
            long i = 0;
            for (; i <= n - 2L * W; i += 2L * W) {
                IntVector a = IntVector.fromMemorySegment(I, from, at + 4 * i, ORDER);
                IntVector b = IntVector.fromMemorySegment(I, from, at + 4 * i + 4L * W, ORDER);
                m = m.max(a.lanewise(VectorOperators.ASHR, 31)
                        .and(Integer.MAX_VALUE)
                        .lanewise(VectorOperators.XOR, a));
                m2 = m2.max(b.lanewise(VectorOperators.ASHR, 31)
                        .and(Integer.MAX_VALUE)
                        .lanewise(VectorOperators.XOR, b));
            }
            if (i <= n - W) {
                IntVector a = IntVector.fromMemorySegment(I, from, at + 4 * i, ORDER);
                m = m.max(a.lanewise(VectorOperators.ASHR, 31)
                        .and(Integer.MAX_VALUE)
                        .lanewise(VectorOperators.XOR, a));
                i += W;
            }
            int key = m.max(m2).reduceLanes(VectorOperators.MAX);
            for (; i < n; i++) {
                key = Math.max(key, Lanes.key(from.get(INT, at + 4 * i)));
            }
            to.set(FLOAT, 4 * r, Lanes.ofKey(key));
        }
    }

    /// Writes x − max; `y` may be `x`.
    static void subtract(long x, long y, long maxima, long rows, long n) {
        MemorySegment from = Lanes.words(x, rows * n);
        MemorySegment to = Lanes.words(y, rows * n);
        MemorySegment perRow = Lanes.words(maxima, rows);
        long full = 4 * Lanes.full(n);
        for (long r = 0; r < rows; r++) {
            long at = 4 * r * n;
            float max = perRow.get(FLOAT, 4 * r);
            FloatVector m = FloatVector.broadcast(F, max);
            for (long i = 0; i < full; i += 4L * W) {
                FloatVector.fromMemorySegment(F, from, at + i, ORDER).sub(m).intoMemorySegment(to, at + i, ORDER);
            }
            for (long i = full; i < 4 * n; i += 4) {
                to.set(FLOAT, at + i, from.get(FLOAT, at + i) - max);
            }
        }
    }

    /// Replaces `n` elements by their exponentials.
    static void exps(long y, long n) {
        new Streams(0, y, 0, 0).forEach(n, SoftmaxRows::exps);
    }

    private static float exps(Streams at, long n) {
        MemorySegment y = Lanes.words(at.b(), n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            LaneMath.exp(FloatVector.fromMemorySegment(F, y, i, ORDER)).intoMemorySegment(y, i, ORDER);
        }
        return 0;
    }

    /// Multiplies a row by a factor.
    static void scale(long y, long n, float factor) {
        MemorySegment row = Lanes.words(y, n);
        long full = 4 * Lanes.full(n);
        for (long i = 0; i < full; i += 4L * W) {
            FloatVector.fromMemorySegment(F, row, i, ORDER).mul(factor).intoMemorySegment(row, i, ORDER);
        }
        for (long i = full; i < 4 * n; i += 4) {
            row.set(FLOAT, i, row.get(FLOAT, i) * factor);
        }
    }

    /// Returns Σ e^(x − max) of one row.
    static double sumOfExps(long x, float max, long n) {
        long full = Lanes.full(n);
        double sum = 0;
        if (full < n) { // e^−∞ adds nothing
            long rest = Scratch.current().fillRest(0, x + 4 * full, n - full, Float.NEGATIVE_INFINITY);
            sum = sumOfFullExps(rest, max, W);
        }
        for (long i = 0; i < full; i += BLOCK) { // short sums, that rounding does not add up
            sum += sumOfFullExps(x + 4 * i, max, Math.min(BLOCK, full - i));
        }
        return sum;
    }

    private static float sumOfFullExps(long x, float max, long n) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector m = FloatVector.broadcast(F, max);
        FloatVector sum = FloatVector.zero(F);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            sum = sum.add(LaneMath.exp(
                    FloatVector.fromMemorySegment(F, from, i, ORDER).sub(m)));
        }
        return Lanes.sum(sum);
    }

    /// Writes `dx = y ⊙ (g − Σ g ⊙ y)`.
    static void gradient(long y, long g, long dx, long rows, long n) {
        if (SoftmaxStream.takes(n)) {
            SoftmaxStream.gradient(y, g, dx, rows, n);
            return;
        }
        for (long r = 0; r < rows; r++) {
            long at = 4 * r * n;
            double dot = 0;
            for (long i = 0; i < n; i += BLOCK) {
                dot += dot(y + at + 4 * i, g + at + 4 * i, Math.min(BLOCK, n - i));
            }
            gradientOfRow(y + at, g + at, dx + at, n, (float) dot);
        }
    }

    /// Returns Σ g ⊙ y.
    static float dot(long y, long g, long n) {
        MemorySegment result = Lanes.words(y, n);
        MemorySegment flow = Lanes.words(g, n);
        long full = 4 * Lanes.full(n);
        FloatVector sum = FloatVector.zero(F);
        FloatVector sum2 = sum;
        long j = 0;
        for (; j <= full - 8L * W; j += 8L * W) {
            sum = FloatVector.fromMemorySegment(F, result, j, ORDER)
                    .fma(FloatVector.fromMemorySegment(F, flow, j, ORDER), sum);
            sum2 = FloatVector.fromMemorySegment(F, result, j + 4L * W, ORDER)
                    .fma(FloatVector.fromMemorySegment(F, flow, j + 4L * W, ORDER), sum2);
        }
        if (j < full) {
            sum = FloatVector.fromMemorySegment(F, result, j, ORDER)
                    .fma(FloatVector.fromMemorySegment(F, flow, j, ORDER), sum);
        }
        float rest = 0;
        for (long i = full; i < 4 * n; i += 4) {
            rest = Math.fma(result.get(FLOAT, i), flow.get(FLOAT, i), rest);
        }
        return Lanes.sum(sum.add(sum2)) + rest;
    }

    /// Writes `dx = y ⊙ (g − dot)`; `dx` may be `g`.
    static void gradientOfRow(long y, long g, long dx, long n, float dot) {
        MemorySegment result = Lanes.words(y, n);
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment to = Lanes.words(dx, n);
        long full = 4 * Lanes.full(n);
        for (long i = 0; i < full; i += 4L * W) {
            FloatVector.fromMemorySegment(F, flow, i, ORDER)
                    .sub(dot)
                    .mul(FloatVector.fromMemorySegment(F, result, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
        }
        for (long i = full; i < 4 * n; i += 4) {
            to.set(FLOAT, i, (flow.get(FLOAT, i) - dot) * result.get(FLOAT, i));
        }
    }
}
