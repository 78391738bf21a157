package io.gatun.internal.cpu.vector;

import java.lang.foreign.MemorySegment;

/// Up to four arrays that a loop walks through side by side: `a` is only read, the others may be written.
///
/// Loops know full vectors alone. What is left behind the last full vector goes through a buffer filled up with
/// zeros: a mask in the loop would cost it half its speed, and lets C2 guess at bounds, be wrong, and compile
/// it again and again.
///
/// @param a address of the array that is read
/// @param b address of an array that is read and written
/// @param c address of a third, 0 for none
/// @param d address of a fourth, 0 for none
record Streams(long a, long b, long c, long d) {

    /// A loop over `n` elements, a multiple of the vector's length.
    @FunctionalInterface
    interface Loop {

        /// Returns a sum over the elements; 0 if the loop is not about one.
        float run(Streams at, long n);
    }

    /// Runs a loop over any number of elements and returns the sum.
    float forEach(long n, Loop loop) {
        long full = Lanes.full(n);
        float sum = full > 0 ? loop.run(this, full) : 0;
        return full < n ? sum + rest(full, n - full, loop) : sum;
    }

    private float rest(long from, long n, Loop loop) {
        Scratch scratch = Scratch.current();
        long place = scratch.rest();
        Streams filled = new Streams(
                fill(place, a, from, n),
                fill(place + Lanes.BYTES, b, from, n),
                fill(place + 2L * Lanes.BYTES, c, from, n),
                fill(place + 3L * Lanes.BYTES, d, from, n));
        float sum = loop.run(filled, Lanes.W);
        empty(filled.b, b, from, n);
        empty(filled.c, c, from, n);
        empty(filled.d, d, from, n);
        return sum;
    }

    private static long fill(long buffer, long array, long from, long n) {
        if (array == 0) {
            return 0;
        }
        MemorySegment to = Lanes.words(buffer, Lanes.W).fill((byte) 0);
        MemorySegment.copy(Lanes.words(array + 4 * from, n), 0, to, 0, 4 * n);
        return buffer;
    }

    private static void empty(long buffer, long array, long from, long n) {
        if (array != 0) {
            MemorySegment.copy(Lanes.words(buffer, n), 0, Lanes.words(array + 4 * from, n), 0, 4 * n);
        }
    }
}
