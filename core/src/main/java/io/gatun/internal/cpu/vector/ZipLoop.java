package io.gatun.internal.cpu.vector;

/// A loop over one op of two operands.
interface ZipLoop {

    /// Computes `n` elements, a multiple of the lanes of a vector.
    void run(long a, long b, long y, long n);

    /// Computes fewer elements than a vector has lanes.
    void tail(long a, long b, long y, long n);
}
