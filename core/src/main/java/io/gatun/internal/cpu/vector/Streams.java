package io.gatun.internal.cpu.vector;

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
        Streams filled = new Streams(
                fill(scratch, 0, a, from, n),
                fill(scratch, 1, b, from, n),
                fill(scratch, 2, c, from, n),
                fill(scratch, 3, d, from, n));
        float sum = loop.run(filled, Lanes.W);
        empty(scratch, 1, b, from, n);
        empty(scratch, 2, c, from, n);
        empty(scratch, 3, d, from, n);
        return sum;
    }

    private static long fill(Scratch scratch, int index, long array, long from, long n) {
        return array == 0 ? 0 : scratch.fillRest(index, array + 4 * from, n);
    }

    private static void empty(Scratch scratch, int index, long array, long from, long n) {
        if (array != 0) {
            scratch.emptyRest(index, array + 4 * from, n);
        }
    }
}
