package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.LaneMath;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Loops of softmax and log-sum-exp over blocks of rows that stay in the cache from one pass to the next.
///
/// Loops that call [LaneMath#exp] are masked from the first vector on: a tail of its own would be a second call
/// in one compilation, which is more than C2 inlines.
final class SoftmaxRows {

    private static final long BLOCK = 4096; // floats that stay in the first-level cache

    private SoftmaxRows() {}

    /// Returns how many rows of `n` make a block; a block's per-row values fit one buffer of [Scratch].
    static long block(long n) {
        return Math.clamp(BLOCK / Math.max(1, n), 1, Scratch.FLOATS);
    }

    static void softmax(long x, long y, long rows, long n) {
        long perRow = Scratch.current().buffer(0);
        long block = block(n);
        for (long r = 0; r < rows; r += block) {
            long count = Math.min(block, rows - r);
            long from = x + 4 * r * n;
            long to = y + 4 * r * n;
            maxima(from, perRow, count, n);
            exps(from, to, perRow, count, n);
            scale(to, perRow, count, n);
        }
    }

    /// Writes the largest element of each row, NaN if there is one: as ints that are ordered as floats are,
    /// whose
    /// maximum costs one instruction. A NaN with its sign set comes below −∞; the sum of exponentials finds it.
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
            for (; i < n; i += W) {
                VectorMask<Integer> mask = I.indexInRange(i, n);
                IntVector a = IntVector.fromMemorySegment(I, from, at + 4 * i, ORDER, mask);
                IntVector key = a.lanewise(VectorOperators.ASHR, 31)
                        .and(Integer.MAX_VALUE)
                        .lanewise(VectorOperators.XOR, a);
                m = m.max(IntVector.broadcast(I, Integer.MIN_VALUE).blend(key, mask));
            }
            to.set(FLOAT, 4 * r, Lanes.ofKey(m.max(m2).reduceLanes(VectorOperators.MAX)));
        }
    }

    /// Writes e^(x − max), and in place of the maxima one over the sum of each row.
    private static void exps(long x, long y, long max, long rows, long n) {
        MemorySegment from = Lanes.words(x, rows * n);
        MemorySegment to = Lanes.words(y, rows * n);
        MemorySegment perRow = Lanes.words(max, rows);
        for (long r = 0; r < rows; r++) {
            long at = 4 * r * n;
            FloatVector m = FloatVector.broadcast(F, perRow.get(FLOAT, 4 * r));
            FloatVector sum = FloatVector.zero(F);
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector e = LaneMath.exp(FloatVector.fromMemorySegment(F, from, at + 4 * i, ORDER, mask)
                        .sub(m));
                sum = sum.add(e, mask);
                e.intoMemorySegment(to, at + 4 * i, ORDER, mask);
            }
            perRow.set(FLOAT, 4 * r, 1 / Lanes.sum(sum));
        }
    }

    /// Returns Σ e^(x − max) of one row.
    static double sumOfExps(long x, float max, long n) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector m = FloatVector.broadcast(F, max);
        FloatVector sum = FloatVector.zero(F);
        for (long i = 0; i < n; i += W) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            FloatVector e = LaneMath.exp(
                    FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, mask).sub(m));
            sum = sum.add(e, mask);
        }
        return Lanes.sum(sum);
    }

    private static void scale(long y, long factors, long rows, long n) {
        MemorySegment to = Lanes.words(y, rows * n);
        MemorySegment perRow = Lanes.words(factors, rows);
        long full = 4 * Lanes.full(n);
        VectorMask<Float> rest = F.indexInRange(full / 4, n);
        for (long r = 0; r < rows; r++) {
            long at = 4 * r * n;
            FloatVector f = FloatVector.broadcast(F, perRow.get(FLOAT, 4 * r));
            for (long i = 0; i < full; i += 4L * W) {
                FloatVector.fromMemorySegment(F, to, at + i, ORDER).mul(f).intoMemorySegment(to, at + i, ORDER);
            }
            if (full < 4 * n) {
                FloatVector.fromMemorySegment(F, to, at + full, ORDER, rest)
                        .mul(f)
                        .intoMemorySegment(to, at + full, ORDER, rest);
            }
        }
    }

    /// Writes `dx = y ⊙ (g − Σ g ⊙ y)`.
    static void gradient(long y, long g, long dx, long rows, long n) {
        MemorySegment result = Lanes.words(y, rows * n);
        MemorySegment flow = Lanes.words(g, rows * n);
        MemorySegment to = Lanes.words(dx, rows * n);
        long full = 4 * Lanes.full(n);
        VectorMask<Float> rest = F.indexInRange(full / 4, n);
        for (long r = 0; r < rows; r++) {
            long at = 4 * r * n;
            FloatVector sum = FloatVector.zero(F);
            FloatVector sum2 = sum;
            long j = 0;
            for (; j <= full - 8L * W; j += 8L * W) {
                sum = FloatVector.fromMemorySegment(F, result, at + j, ORDER)
                        .fma(FloatVector.fromMemorySegment(F, flow, at + j, ORDER), sum);
                sum2 = FloatVector.fromMemorySegment(F, result, at + j + 4L * W, ORDER)
                        .fma(FloatVector.fromMemorySegment(F, flow, at + j + 4L * W, ORDER), sum2);
            }
            if (j < full) {
                sum = FloatVector.fromMemorySegment(F, result, at + j, ORDER)
                        .fma(FloatVector.fromMemorySegment(F, flow, at + j, ORDER), sum);
            }
            if (full < 4 * n) {
                sum = FloatVector.fromMemorySegment(F, result, at + full, ORDER, rest)
                        .fma(FloatVector.fromMemorySegment(F, flow, at + full, ORDER, rest), sum);
            }
            FloatVector dot = FloatVector.broadcast(F, Lanes.sum(sum.add(sum2)));
            for (long i = 0; i < full; i += 4L * W) {
                FloatVector.fromMemorySegment(F, flow, at + i, ORDER)
                        .sub(dot)
                        .mul(FloatVector.fromMemorySegment(F, result, at + i, ORDER))
                        .intoMemorySegment(to, at + i, ORDER);
            }
            if (full < 4 * n) {
                FloatVector.fromMemorySegment(F, flow, at + full, ORDER, rest)
                        .sub(dot)
                        .mul(FloatVector.fromMemorySegment(F, result, at + full, ORDER, rest))
                        .intoMemorySegment(to, at + full, ORDER, rest);
            }
        }
    }
}
