package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;

/// How a product is cut up. None of this changes a result's bits, except [#K]: sums over more terms are made of
/// several.
final class GemmBlocks {

    /// Most terms summed in one go. A panel of `b` of that depth stays in the first-level cache, or flows from
    /// the second; the longer it is, the fewer times `c` is read and written.
    static final int K = GemmKernels.MANY_REGISTERS ? 1024 : 512;
    /// Elements of the rows of `a` that are used with every panel before the next ones: they stay in the second-level
    /// cache.
    static final int LEFT = GemmKernels.MANY_REGISTERS ? 1 << 17 : 96 * 512;
    /// Most elements of a transposed `a` that is read where it lies.
    static final int DIRECT_LEFT = 1 << 16;
    /// Most columns of `b` that are packed at a time.
    static final int N = 2048;
    /// Multiplications below which another thread costs more than it brings: some 5 µs.
    static final long PIECE = 1 << 18;

    private GemmBlocks() {}

    /// Returns how deep blocks of `k` terms are: equally, and full vectors but for the last.
    static int depth(int k) {
        return Math.ceilDiv(Math.ceilDiv(k, Math.ceilDiv(k, K)), 16) * 16;
    }

    /// Returns the distance of packed rows of `a`: no power of two, which would put all rows into the same few cache
    /// lines.
    static int leftStride(int k) {
        return Math.ceilDiv(k, 16) * 16 | 16;
    }

    /// A grid of pieces that threads claim.
    ///
    /// @param rows blocks of rows
    /// @param columns groups of panels
    record Grid(int rows, int columns) {

        int size() {
            return rows * columns;
        }
    }

    /// Returns the grid for `m` rows and `panels` panels of `depth` terms.
    static Grid grid(int m, int panels, int depth) {
        int threads = Parallel.threads();
        int least = Math.ceilDiv(m, Math.max(4 * GemmKernels.ROWS, LEFT / depth));
        long work = (long) m * panels * GemmKernels.vectors(m) * Lanes.W * depth;
        if (threads == 1 || work < 2 * PIECE) {
            return new Grid(least, 1);
        }
        int wanted = (int) Math.min(work / PIECE, 4L * threads);
        int rows = Math.max(least, Math.min(wanted, m / (4 * GemmKernels.ROWS)));
        if (rows > threads) {
            rows = Math.ceilDiv(rows, threads) * threads; // as many for each
        }
        // each piece of a row of pieces packs the same rows anew: so no more of them than keep the threads busy
        return new Grid(rows, Math.clamp(Math.ceilDiv(Math.min(wanted, threads), rows), 1, panels));
    }
}
