package io.gatun.cuda;

/// How many blocks of how many threads a kernel runs as.
///
/// @param gridX blocks along x
/// @param gridY blocks along y
/// @param gridZ blocks along z
/// @param blockX threads of a block along x
/// @param blockY threads of a block along y
/// @param blockZ threads of a block along z
/// @param sharedBytes bytes of dynamic shared memory of a block
record LaunchShape(int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int sharedBytes) {

    /// A row of blocks, each a row of threads.
    static LaunchShape of(int blocks, int threads) {
        return new LaunchShape(blocks, 1, 1, threads, 1, 1, 0);
    }

    /// `width` columns by 32 for each block, 8 threads to a column; `y` and `z` blocks along the other axes.
    static LaunchShape columns(int width, int y, int z) {
        return new LaunchShape(Math.ceilDiv(width, 32), y, z, 32, 8, 1, 0);
    }

    /// As many blocks of `threads` threads as it takes to have a thread for each of `elements` elements.
    ///
    /// @throws IllegalArgumentException if those are more blocks than a grid has
    static LaunchShape covering(long elements, int threads) {
        long blocks = Math.ceilDiv(elements, threads);
        if (blocks < 1 || blocks > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "launch: expected 1 to %d blocks of %d threads, got %d elements; let each thread take several"
                            .formatted(Integer.MAX_VALUE, threads, elements));
        }
        return of((int) blocks, threads);
    }

    /// The same with `rows` rows of blocks.
    LaunchShape withRows(int rows) {
        return new LaunchShape(gridX, rows, gridZ, blockX, blockY, blockZ, sharedBytes);
    }

    /// The same with `bytes` of dynamic shared memory for each block.
    LaunchShape withShared(int bytes) {
        return new LaunchShape(gridX, gridY, gridZ, blockX, blockY, blockZ, bytes);
    }

    /// Returns `4 x 1 x 1 blocks of 256 x 1 x 1 threads, 0 bytes shared`.
    @Override
    public String toString() {
        return "%d x %d x %d blocks of %d x %d x %d threads, %d bytes shared"
                .formatted(gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes);
    }
}
