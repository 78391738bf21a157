package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.LaneMath;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Loops of the gated linear unit.
final class GatedRows {

    private GatedRows() {}

    static void glu(long x, long y, long rows, long n) {
        MemorySegment from = Lanes.words(x, 2 * rows * n);
        MemorySegment to = Lanes.words(y, rows * n);
        for (long r = 0; r < rows; r++) {
            long a = 8 * r * n;
            long b = a + 4 * n;
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                LaneMath.sigmoid(FloatVector.fromMemorySegment(F, from, b + 4 * i, ORDER, mask))
                        .mul(FloatVector.fromMemorySegment(F, from, a + 4 * i, ORDER, mask))
                        .intoMemorySegment(to, 4 * (r * n + i), ORDER, mask);
            }
        }
    }

    static void gradient(long x, long g, long dx, long rows, long n) {
        MemorySegment from = Lanes.words(x, 2 * rows * n);
        MemorySegment flow = Lanes.words(g, rows * n);
        MemorySegment to = Lanes.words(dx, 2 * rows * n);
        FloatVector one = FloatVector.broadcast(F, 1f);
        for (long r = 0; r < rows; r++) {
            long a = 8 * r * n;
            long b = a + 4 * n;
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector gate = FloatVector.fromMemorySegment(F, from, b + 4 * i, ORDER, mask);
                FloatVector e = LaneMath.exp(gate.abs().neg());
                FloatVector more = one.div(e.add(1f)); // sigmoid |b|
                FloatVector less = e.mul(more); // sigmoid −|b|, where 1 − sigmoid |b| would cancel
                VectorMask<Float> negative = gate.compare(VectorOperators.LT, 0f);
                FloatVector da = FloatVector.fromMemorySegment(F, flow, 4 * (r * n + i), ORDER, mask)
                        .mul(more.blend(less, negative));
                da.intoMemorySegment(to, a + 4 * i, ORDER, mask);
                FloatVector.fromMemorySegment(F, from, a + 4 * i, ORDER, mask)
                        .mul(da)
                        .mul(less.blend(more, negative))
                        .intoMemorySegment(to, b + 4 * i, ORDER, mask);
            }
        }
    }
}
