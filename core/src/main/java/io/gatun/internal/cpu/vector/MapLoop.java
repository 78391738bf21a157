package io.gatun.internal.cpu.vector;

/// A loop over one unary op.
interface MapLoop {

    /// Computes `n` elements, a multiple of the lanes of a vector.
    void run(long x, long y, long n);

    /// Computes fewer elements than a vector has lanes.
    void tail(long x, long y, long n);
}
