package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.internal.parallel.Parallel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Folds of rows whose elements lie next to each other.
final class RowFolds {

    private static final long BLOCK = 8192; // summed in float32, blocks in double

    private RowFolds() {}

    /// Returns the sum of a row.
    static double sum(long x, long n) {
        double sum = 0;
        for (long i = 0; i < n; i += BLOCK) {
            sum += NormRows.sum(x + 4 * i, Math.min(BLOCK, n - i));
        }
        return sum;
    }

    /// Returns the sum of a row so long that threads share it.
    static double sumInParallel(long x, long n) {
        long grain = 4 * BLOCK;
        long pieces = Math.ceilDiv(n, grain);
        try (Arena arena = Arena.ofConfined()) {
            long sums = arena.allocate(8 * pieces).address();
            Parallel.forRange(
                    n,
                    grain,
                    (from, to) -> Lanes.bytes(sums, 8 * pieces)
                            .set(ValueLayout.JAVA_DOUBLE, 8 * (from / grain), sum(x + 4 * from, to - from)));
            double sum = 0;
            for (long i = 0; i < pieces; i++) {
                sum += Lanes.bytes(sums, 8 * pieces).get(ValueLayout.JAVA_DOUBLE, 8 * i);
            }
            return sum;
        }
    }

    /// Returns the largest element of a row, NaN if there is one.
    static float max(long x, long n) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector m = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m2 = m;
        long i = 0;
        for (; i <= n - 2L * W; i += 2L * W) {
            m = m.max(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER));
            m2 = m2.max(FloatVector.fromMemorySegment(F, from, 4 * i + 4L * W, ORDER));
        }
        if (i <= n - W) {
            m = m.max(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER));
            i += W;
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            m = m.lanewise(VectorOperators.MAX, FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, rest), rest);
        }
        return m.max(m2).reduceLanes(VectorOperators.MAX);
    }

    /// Returns the smallest element of a row, NaN if there is one.
    static float min(long x, long n) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector m = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
        FloatVector m2 = m;
        long i = 0;
        for (; i <= n - 2L * W; i += 2L * W) {
            m = m.min(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER));
            m2 = m2.min(FloatVector.fromMemorySegment(F, from, 4 * i + 4L * W, ORDER));
        }
        if (i <= n - W) {
            m = m.min(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER));
            i += W;
        }
        if (i < n) {
            VectorMask<Float> rest = F.indexInRange(i, n);
            m = m.lanewise(VectorOperators.MIN, FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, rest), rest);
        }
        return m.min(m2).reduceLanes(VectorOperators.MIN);
    }

    /// Returns the index of the first largest element of a row; the first NaN if there is one.
    static int argMax(long x, long n) {
        float max = max(x, n);
        MemorySegment from = Lanes.words(x, n);
        FloatVector most = FloatVector.broadcast(F, max);
        long full = Lanes.full(n);
        for (long i = 0; i < full; i += W) {
            FloatVector v = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER);
            VectorMask<Float> hit = v.compare(VectorOperators.EQ, most)
                    .or(v.compare(VectorOperators.NE, v)); // if there is a NaN, it is the maximum
            if (hit.anyTrue()) {
                return (int) i + hit.firstTrue();
            }
        }
        for (long i = full; i < n; i++) {
            float v = from.get(FLOAT, 4 * i);
            if (v == max || Float.isNaN(v)) {
                return (int) i;
            }
        }
        throw new AssertionError("a maximum is an element");
    }

    /// Writes the running sums of a row, added in double.
    static void runningSum(long x, long y, long n, boolean reverse) {
        MemorySegment from = Lanes.words(x, n);
        MemorySegment to = Lanes.words(y, n);
        double sum = 0;
        for (long i = 0; i < n; i++) {
            long at = 4 * (reverse ? n - 1 - i : i);
            sum += from.get(FLOAT, at);
            to.set(FLOAT, at, (float) sum);
        }
    }
}
