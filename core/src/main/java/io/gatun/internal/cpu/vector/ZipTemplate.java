package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.Binary;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The loop of every [Binary] op; [Specialiser] makes one copy of this class per op.
final class ZipTemplate implements ZipLoop {

    private static final Binary OP = Specialiser.op(MethodHandles.lookup(), Binary.class);

    @Override
    public void run(long a, long b, long y, long n) {
        MemorySegment left = Lanes.words(a, n);
        MemorySegment right = Lanes.words(b, n);
        MemorySegment to = Lanes.words(y, n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            OP.lanes(
                            FloatVector.fromMemorySegment(F, left, i, ORDER),
                            FloatVector.fromMemorySegment(F, right, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
        }
    }

    @Override
    public void tail(long a, long b, long y, long n) {
        VectorMask<Float> mask = Lanes.first(n);
        OP.lanes(
                        FloatVector.fromMemorySegment(F, Lanes.words(a, n), 0, ORDER, mask),
                        FloatVector.fromMemorySegment(F, Lanes.words(b, n), 0, ORDER, mask))
                .intoMemorySegment(Lanes.words(y, n), 0, ORDER, mask);
    }
}
