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

/// Folds of columns: `n` rows, a stride of bytes apart, onto one. A few columns at a time where rows are wide.
final class ColumnFolds {

    private ColumnFolds() {}

    /// Adds rows to `y`, four at once.
    static void add(long x, long stride, long n, long y, long columns) {
        long r = 0;
        for (; r <= n - 4; r += 4) {
            addFour(x + r * stride, stride, y, columns);
        }
        for (; r < n; r++) {
            addOne(x + r * stride, y, columns);
        }
    }

    private static void addFour(long x, long stride, long y, long columns) {
        MemorySegment from = Lanes.bytes(x, 3 * stride + 4 * columns);
        MemorySegment to = Lanes.words(y, columns);
        long full = 4 * Lanes.full(columns);
        for (long at = 0; at < full; at += 4L * W) {
            FloatVector a = FloatVector.fromMemorySegment(F, from, at, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(F, from, stride + at, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(F, from, 2 * stride + at, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(F, from, 3 * stride + at, ORDER);
            FloatVector.fromMemorySegment(F, to, at, ORDER)
                    .add(a.add(b).add(c.add(d)))
                    .intoMemorySegment(to, at, ORDER);
        }
        for (long at = full; at < 4 * columns; at += 4) { // in the same order, so that the bits do not tell
            float ab = from.get(FLOAT, at) + from.get(FLOAT, stride + at);
            float cd = from.get(FLOAT, 2 * stride + at) + from.get(FLOAT, 3 * stride + at);
            to.set(FLOAT, at, to.get(FLOAT, at) + (ab + cd));
        }
    }

    /// Adds a row to `y`.
    static void addOne(long x, long y, long columns) {
        MemorySegment from = Lanes.words(x, columns);
        MemorySegment to = Lanes.words(y, columns);
        long full = 4 * Lanes.full(columns);
        for (long at = 0; at < full; at += 4L * W) {
            FloatVector.fromMemorySegment(F, to, at, ORDER)
                    .add(FloatVector.fromMemorySegment(F, from, at, ORDER))
                    .intoMemorySegment(to, at, ORDER);
        }
        for (long at = full; at < 4 * columns; at += 4) {
            to.set(FLOAT, at, to.get(FLOAT, at) + from.get(FLOAT, at));
        }
    }

    /// Divides a row by a number.
    static void divide(long y, long columns, float by) {
        MemorySegment to = Lanes.words(y, columns);
        long full = 4 * Lanes.full(columns);
        for (long at = 0; at < full; at += 4L * W) {
            FloatVector.fromMemorySegment(F, to, at, ORDER).div(by).intoMemorySegment(to, at, ORDER);
        }
        for (long at = full; at < 4 * columns; at += 4) {
            to.set(FLOAT, at, to.get(FLOAT, at) / by);
        }
    }

    /// Writes the largest (or, if `least`, smallest) element of each column, NaN if there is one.
    static void extreme(long x, long stride, long n, long y, long columns, boolean least) {
        MemorySegment from = Lanes.bytes(x, stride * (n - 1) + 4 * columns);
        MemorySegment to = Lanes.words(y, columns);
        for (long c = 0; c < columns; c += W) {
            VectorMask<Float> mask = F.indexInRange(c, columns);
            FloatVector m = FloatVector.fromMemorySegment(F, from, 4 * c, ORDER, mask);
            if (least) {
                for (long r = 1; r < n; r++) {
                    m = m.min(FloatVector.fromMemorySegment(F, from, r * stride + 4 * c, ORDER, mask));
                }
            } else {
                for (long r = 1; r < n; r++) {
                    m = m.max(FloatVector.fromMemorySegment(F, from, r * stride + 4 * c, ORDER, mask));
                }
            }
            m.intoMemorySegment(to, 4 * c, ORDER, mask);
        }
    }

    /// Writes log Σ exp of each column.
    static void logSumExp(long x, long stride, long n, long y, long columns) {
        extreme(x, stride, n, y, columns, false);
        MemorySegment from = Lanes.bytes(x, stride * (n - 1) + 4 * columns);
        MemorySegment to = Lanes.words(y, columns);
        for (long c = 0; c < columns; c += W) {
            VectorMask<Float> mask = F.indexInRange(c, columns);
            FloatVector m = FloatVector.fromMemorySegment(F, to, 4 * c, ORDER, mask);
            m = m.blend(0f, m.abs().compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)); // ∞ − ∞ would be NaN
            FloatVector sum = FloatVector.zero(F);
            for (long r = 0; r < n; r++) {
                sum = sum.add(LaneMath.exp(FloatVector.fromMemorySegment(F, from, r * stride + 4 * c, ORDER, mask)
                        .sub(m)));
            }
            logOfSum(sum, m, to, c);
        }
    }

    /// A method of its own: an exponential and a logarithm in one are more than C2 inlines.
    private static void logOfSum(FloatVector sum, FloatVector m, MemorySegment to, long c) {
        VectorMask<Float> mask = F.indexInRange(c, to.byteSize() / 4);
        LaneMath.log(sum).add(m).intoMemorySegment(to, 4 * c, ORDER, mask);
    }

    /// Writes the index of the first largest element of each column, of the first NaN if there is one.
    static void argMax(long x, long stride, long n, long y, long columns) {
        MemorySegment from = Lanes.bytes(x, stride * (n - 1) + 4 * columns);
        MemorySegment to = Lanes.words(y, columns);
        for (long c = 0; c < columns; c += W) {
            VectorMask<Float> mask = F.indexInRange(c, columns);
            FloatVector best = FloatVector.fromMemorySegment(F, from, 4 * c, ORDER, mask);
            IntVector place = IntVector.zero(I);
            for (int r = 1; r < n; r++) {
                FloatVector v = FloatVector.fromMemorySegment(F, from, r * stride + 4 * c, ORDER, mask);
                VectorMask<Float> more = v.compare(VectorOperators.LE, best).not();
                more = more.and(best.compare(VectorOperators.EQ, best)); // nothing is larger than NaN
                best = best.blend(v, more);
                place = place.blend(r, more.cast(I));
            }
            place.intoMemorySegment(to, 4 * c, ORDER, mask.cast(I));
        }
    }

    /// Writes running sums down the columns, with what rounding lost carried along (Kahan).
    static void runningSums(long x, long y, long n, long columns, boolean reverse) {
        MemorySegment from = Lanes.words(x, n * columns);
        MemorySegment to = Lanes.words(y, n * columns);
        for (long c = 0; c < columns; c += W) {
            VectorMask<Float> mask = F.indexInRange(c, columns);
            FloatVector sum = FloatVector.zero(F);
            FloatVector lost = sum;
            for (long r = 0; r < n; r++) {
                long at = 4 * ((reverse ? n - 1 - r : r) * columns + c);
                FloatVector v =
                        FloatVector.fromMemorySegment(F, from, at, ORDER, mask).sub(lost);
                FloatVector next = sum.add(v);
                lost = next.sub(sum).sub(v);
                lost = lost.blend(
                        0f,
                        lost.abs()
                                .compare(VectorOperators.LT, Float.POSITIVE_INFINITY)
                                .not());
                sum = next;
                sum.intoMemorySegment(to, at, ORDER, mask);
            }
        }
    }
}
