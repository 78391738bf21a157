package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.INT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/// The loop of `condition ? a : b` over words.
final class Choose {

    /// The lowest bit of each byte of a long: eight truth values.
    static final long LOW_BITS = 0x0101010101010101L;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private Choose() {}

    static void run(long condition, long a, long b, long y, long n) {
        MemorySegment truths = Lanes.bytes(condition, n);
        MemorySegment left = Lanes.words(a, n);
        MemorySegment right = Lanes.words(b, n);
        MemorySegment to = Lanes.words(y, n);
        long full = n & -Math.max(8, W);
        for (long i = 0; i < full; i += Math.max(8, W)) {
            long bits = Long.compress(truths.get(LONG, i), LOW_BITS);
            if (W == 16) {
                bits |= Long.compress(truths.get(LONG, i + 8), LOW_BITS) << 8;
            }
            long at = 4 * i;
            IntVector.fromMemorySegment(I, right, at, ORDER)
                    .blend(IntVector.fromMemorySegment(I, left, at, ORDER), VectorMask.fromLong(I, bits))
                    .intoMemorySegment(to, at, ORDER);
            if (W == 4) {
                IntVector.fromMemorySegment(I, right, at + 16, ORDER)
                        .blend(IntVector.fromMemorySegment(I, left, at + 16, ORDER), VectorMask.fromLong(I, bits >>> 4))
                        .intoMemorySegment(to, at + 16, ORDER);
            }
        }
        for (long i = full; i < n; i++) {
            boolean first = truths.get(ValueLayout.JAVA_BYTE, i) != 0;
            to.set(INT, 4 * i, first ? left.get(INT, 4 * i) : right.get(INT, 4 * i));
        }
    }
}
