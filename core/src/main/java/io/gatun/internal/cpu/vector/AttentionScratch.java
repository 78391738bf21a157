package io.gatun.internal.cpu.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A thread's room for blocks of scores: together they stay in the second-level cache.
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
    private MemorySegment queries = MemorySegment.NULL;

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

    /// Returns the address of room for so many floats of queries.
    long queries(long floats) {
        long bytes = 4 * floats;
        if (queries.byteSize() < bytes) {
            queries = Arena.ofAuto().allocate(bytes, 64);
        }
        return queries.address();
    }
}
