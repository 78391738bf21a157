package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.Unary;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The loop of every [Unary] op; [Specialiser] makes one copy of this class per op.
///
/// The tail is a method of its own: a second call of `lanes` in one would exceed what C2 inlines.
final class MapTemplate implements MapLoop {

    private static final Unary OP = Specialiser.op(MethodHandles.lookup(), Unary.class);

    @Override
    public void run(long x, long y, long n) {
        MemorySegment from = Lanes.words(x, n);
        MemorySegment to = Lanes.words(y, n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            OP.lanes(FloatVector.fromMemorySegment(F, from, i, ORDER)).intoMemorySegment(to, i, ORDER);
        }
    }

    @Override
    public void tail(long x, long y, long n) {
        VectorMask<Float> mask = Lanes.first(n);
        OP.lanes(FloatVector.fromMemorySegment(F, Lanes.words(x, n), 0, ORDER, mask))
                .intoMemorySegment(Lanes.words(y, n), 0, ORDER, mask);
    }
}
