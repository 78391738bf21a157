package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.Comparison;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The loop of every [Comparison]; [Specialiser] makes one copy of this class for each of them.
///
/// Eight truth values are a long: the mask's bits, spread over its bytes.
final class CompareTemplate implements ZipLoop {

    private static final VectorOperators.Comparison TEST =
            switch (Specialiser.op(MethodHandles.lookup(), Comparison.class)) {
                case EQUAL -> VectorOperators.EQ;
                case NOT_EQUAL -> VectorOperators.NE;
                case LESS -> VectorOperators.LT;
                case LESS_OR_EQUAL -> VectorOperators.LE;
                case GREATER -> VectorOperators.GT;
                case GREATER_OR_EQUAL -> VectorOperators.GE;
            };
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final long LOW_BITS = 0x0101010101010101L;

    @Override
    public void run(long a, long b, long y, long n) {
        MemorySegment left = Lanes.words(a, n);
        MemorySegment right = Lanes.words(b, n);
        MemorySegment to = Lanes.bytes(y, n);
        for (long i = 0; i < n; i += Math.max(W, 8)) {
            long bits = FloatVector.fromMemorySegment(F, left, 4 * i, ORDER)
                    .compare(TEST, FloatVector.fromMemorySegment(F, right, 4 * i, ORDER))
                    .toLong();
            if (W == 4) {
                bits |= FloatVector.fromMemorySegment(F, left, 4 * i + 16, ORDER)
                                .compare(TEST, FloatVector.fromMemorySegment(F, right, 4 * i + 16, ORDER))
                                .toLong()
                        << 4;
            }
            to.set(LONG, i, Long.expand(bits, LOW_BITS));
            if (W == 16) {
                to.set(LONG, i + 8, Long.expand(bits >>> 8, LOW_BITS));
            }
        }
    }

    @Override
    public void tail(long a, long b, long y, long n) {
        MemorySegment left = Lanes.words(a, n);
        MemorySegment right = Lanes.words(b, n);
        MemorySegment to = Lanes.bytes(y, n);
        for (long i = 0; i < n; i++) {
            boolean holds = FloatVector.broadcast(F, left.get(Lanes.FLOAT, 4 * i))
                    .compare(TEST, right.get(Lanes.FLOAT, 4 * i))
                    .anyTrue();
            to.set(ValueLayout.JAVA_BYTE, i, (byte) (holds ? 1 : 0));
        }
    }

    @Override
    public int block() {
        return Math.max(W, 8);
    }

    @Override
    public int bytes() {
        return 1;
    }
}
