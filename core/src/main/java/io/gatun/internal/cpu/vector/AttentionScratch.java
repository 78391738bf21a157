package io.gatun.internal.cpu.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

/// A thread's room for blocks of scores, which together stay in the second-level cache, and for operands laid out
/// anew.
final class AttentionScratch {

    /// Most queries of a block.
    static final int QUERIES = 256;
    /// Most keys of a block.
    static final int KEYS = 128;

    private static final ThreadLocal<AttentionScratch> CURRENT = ThreadLocal.withInitial(AttentionScratch::new);
    private static final long BLOCK = 4L * QUERIES * KEYS;

    /// The largest score, and the sum of exponentials, of each query so far.
    final float[] max = new float[QUERIES];

    final double[] sum = new double[QUERIES];
    /// What the last block of keys multiplies earlier sums by.
    final float[] factor = new float[QUERIES];

    /// Of each query of a head, what its probabilities' gradients sum up to.
    float[] delta = {};

    // lives as long as the thread
    private final MemorySegment memory = Arena.ofAuto().allocate(3 * BLOCK + 4L * KEYS, 64);
    private final long blocks = memory.address();
    private final Map<Room, MemorySegment> rooms = new EnumMap<>(Room.class);

    private AttentionScratch() {}

    /// Returns this thread's.
    static AttentionScratch current() {
        return CURRENT.get();
    }

    /// Returns the address of a block of scores, then of probabilities.
    long scores() {
        return blocks;
    }

    /// Returns the address of a block of the scores' gradients.
    long flow() {
        return blocks + BLOCK;
    }

    /// Returns the address of a block of probabilities after dropout.
    long dropped() {
        return blocks + 2 * BLOCK;
    }

    /// Returns the address of a row's random words.
    long words() {
        return blocks + 3 * BLOCK;
    }

    /// What rooms are for: queries, the gradient of what they read, keys and values, and these across.
    enum Room {
        QUERIES,
        FLOW,
        KEYS,
        VALUES,
        KEYS_ACROSS,
        VALUES_ACROSS
    }

    /// Returns the address of room for so many floats.
    long room(Room use, long floats) {
        MemorySegment room = rooms.get(use);
        if (room == null || room.byteSize() < 4 * floats) {
            long size = Math.max(1024, Long.highestOneBit(4 * floats - 1) * 2); // doubling: few generations
            room = Arena.ofAuto().allocate(size, 64);
            rooms.put(use, room);
        }
        return room.address();
    }
}
