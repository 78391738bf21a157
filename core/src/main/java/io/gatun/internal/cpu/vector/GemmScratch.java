package io.gatun.internal.cpu.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A thread's buffers for packed operands and for sums that are still to be added to a result, kept from product to
/// product.
final class GemmScratch {

    private static final ThreadLocal<GemmScratch> CURRENT = ThreadLocal.withInitial(GemmScratch::new);
    private static final long PAGE = 4096;

    /// Two descriptions to fill in: of the tile computed, and of the block packed.
    final GemmTile tile = new GemmTile();

    final GemmTile block = new GemmTile();

    private MemorySegment left = MemorySegment.NULL;
    private MemorySegment right = MemorySegment.NULL;
    private MemorySegment sums = MemorySegment.NULL;

    private GemmScratch() {}

    /// Returns this thread's.
    static GemmScratch current() {
        return CURRENT.get();
    }

    /// Returns the address of room for that many floats of `a`.
    long left(long floats) {
        left = grown(left, 4 * floats);
        return left.address();
    }

    /// Returns the address of room for that many floats of `b`.
    long right(long floats) {
        right = grown(right, 4 * floats);
        return right.address();
    }

    /// Returns the address of room for that many sums, before they are added to a result.
    long sums(long floats) {
        sums = grown(sums, 4 * floats);
        return sums.address();
    }

    private static MemorySegment grown(MemorySegment have, long bytes) {
        if (have.byteSize() >= bytes) {
            return have;
        }
        long size = Math.max(PAGE, Long.highestOneBit(bytes - 1) * 2); // doubling: few generations
        return Arena.ofAuto().allocate(size, PAGE); // the collector takes it with the thread
    }
}
