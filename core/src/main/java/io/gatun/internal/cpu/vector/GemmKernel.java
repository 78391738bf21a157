package io.gatun.internal.cpu.vector;

/// A loop over `k` that keeps one tile of the result in registers, and one over tiles. Its size is fixed: see
/// [GemmKernels].
interface GemmKernel {

    /// Computes the tiles. Products are added in the order of `k`, with fused multiply-adds.
    void run(GemmTile tile);
}
