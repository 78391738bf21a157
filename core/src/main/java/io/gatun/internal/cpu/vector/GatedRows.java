package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.LaneMath;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Loops of the gated linear unit. Half a row is so many bytes behind the other half.
final class GatedRows {

    private GatedRows() {}

    static void glu(long x, long y, long rows, long n) {
        long full = Lanes.full(n);
        for (long r = 0; r < rows; r++) {
            long from = x + 8 * r * n;
            long to = y + 4 * r * n;
            if (full > 0) {
                gate(from, 4 * n, to, full);
            }
            if (full < n) {
                Scratch scratch = Scratch.current();
                long rest = fill(scratch, from + 4 * full, n, n - full);
                gate(rest, Lanes.BYTES, scratch.rest(2), W);
                scratch.emptyRest(2, to + 4 * full, n - full);
            }
        }
    }

    /// Brings the ends of both halves together.
    private static long fill(Scratch scratch, long x, long n, long rest) {
        scratch.fillRest(1, x + 4 * n, rest);
        return scratch.fillRest(0, x, rest);
    }

    /// Writes `y = a ⊙ sigmoid(b)` for full vectors.
    private static void gate(long x, long half, long y, long n) {
        MemorySegment from = Lanes.bytes(x, half + 4 * n);
        MemorySegment to = Lanes.words(y, n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            LaneMath.sigmoid(FloatVector.fromMemorySegment(F, from, half + i, ORDER))
                    .mul(FloatVector.fromMemorySegment(F, from, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
        }
    }

    static void gradient(long x, long g, long dx, long rows, long n) {
        long full = Lanes.full(n);
        for (long r = 0; r < rows; r++) {
            long at = 8 * r * n;
            long flow = g + 4 * r * n;
            if (full > 0) {
                gradientOfGate(x + at, flow, dx + at, 4 * n, full);
            }
            if (full < n) {
                Scratch scratch = Scratch.current();
                long rest = fill(scratch, x + at + 4 * full, n, n - full);
                gradientOfGate(rest, scratch.fillRest(2, flow + 4 * full, n - full), scratch.rest(3), Lanes.BYTES, W);
                scratch.emptyRest(3, dx + at + 4 * full, n - full);
                scratch.emptyRest(4, dx + at + 4 * (n + full), n - full);
            }
        }
    }

    private static void gradientOfGate(long x, long g, long dx, long half, long n) {
        MemorySegment from = Lanes.bytes(x, half + 4 * n);
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment to = Lanes.bytes(dx, half + 4 * n);
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            FloatVector gate = FloatVector.fromMemorySegment(F, from, half + i, ORDER);
            FloatVector e = LaneMath.exp(gate.abs().neg());
            FloatVector more = one.div(e.add(1f)); // sigmoid |b|
            FloatVector less = e.mul(more); // sigmoid −|b|, where 1 − sigmoid |b| would cancel
            VectorMask<Float> negative = gate.compare(VectorOperators.LT, 0f);
            FloatVector da = FloatVector.fromMemorySegment(F, flow, i, ORDER).mul(more.blend(less, negative));
            da.intoMemorySegment(to, i, ORDER);
            FloatVector.fromMemorySegment(F, from, i, ORDER)
                    .mul(da)
                    .mul(less.blend(more, negative))
                    .intoMemorySegment(to, half + i, ORDER);
        }
    }
}
