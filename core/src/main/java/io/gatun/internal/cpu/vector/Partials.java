package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.internal.parallel.Parallel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Sums over many rows in chunks: each chunk has a partial sum of its own, and the partial sums are added in
/// order. How rows are cut depends on their number only, so that the bits do not depend on the threads.
final class Partials {

    private static final long CHUNKS = 16; // at most
    private static final long LEAST = 32; // rows of a chunk

    private Partials() {}

    /// Adds the rows from one to another to a partial sum.
    interface Chunk {
        void add(long partial, long from, long to);
    }

    /// Writes the sum over all rows to `y`, the address of `n` floats.
    static void sum(long rows, long y, long n, Chunk chunk) {
        long grain = Math.max(LEAST, Math.ceilDiv(rows, CHUNKS));
        long chunks = Math.ceilDiv(rows, grain);
        if (chunks <= 1) {
            Copies.fill(y, 0, n);
            chunk.add(y, 0, rows);
            return;
        }
        long stride = 4 * (n + 15 & -16);
        try (Arena arena = Arena.ofConfined()) {
            long partials = arena.allocate(stride * chunks, 64).address(); // zeros
            Parallel.forRange(rows, grain, (from, to) -> chunk.add(partials + from / grain * stride, from, to));
            add(partials, stride, chunks, y, n);
        }
    }

    /// Adds partial sums, which reach to full vectors; the last ones of `y` do not.
    private static void add(long partials, long stride, long chunks, long y, long n) {
        long full = Lanes.full(n);
        sums(partials, stride, chunks, y, full);
        if (full < n) {
            Scratch scratch = Scratch.current();
            sums(partials + 4 * full, stride, chunks, scratch.rest(0), W);
            scratch.emptyRest(0, y + 4 * full, n - full);
        }
    }

    private static void sums(long partials, long stride, long chunks, long y, long n) {
        MemorySegment from = Lanes.bytes(partials, stride * (chunks - 1) + 4 * n);
        MemorySegment to = Lanes.words(y, n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            FloatVector sum = FloatVector.zero(F);
            for (long c = 0; c < chunks; c++) {
                sum = sum.add(FloatVector.fromMemorySegment(F, from, c * stride + i, ORDER));
            }
            sum.intoMemorySegment(to, i, ORDER);
        }
    }
}
