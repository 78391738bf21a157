package io.gatun.internal.cpu.vector;

/// A loop over one op of two operands.
interface ZipLoop {

    /// Computes `n` elements, a multiple of [#block].
    void run(long a, long b, long y, long n);

    /// Computes fewer elements than [#block].
    void tail(long a, long b, long y, long n);

    /// Returns the multiple of elements that [#run] takes.
    default int block() {
        return Lanes.W;
    }

    /// Returns the bytes of one element of the result.
    default int bytes() {
        return 4;
    }
}
