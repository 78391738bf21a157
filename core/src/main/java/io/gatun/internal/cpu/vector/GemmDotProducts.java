package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import java.lang.foreign.MemorySegment;

/// Computes a product of few rows with a transposed matrix, as a layer's `x · wᵀ` is when it generates token by
/// token: both lie along `k`, and `b` is read once, where it is.
///
/// A sum has as many partial sums as a vector has lanes, added up as a balanced tree.
final class GemmDotProducts {

    // columns of b used with all rows of a while they are in the first-level cache
    private static final int PANEL_ELEMENTS = 4096;
    private static final int MOST_COLUMNS = 8 * GemmKernels.DOTS_AT_ONCE;

    private final Gemm gemm;
    private final boolean halves;
    private final int width; // columns of a panel

    /// @param halves whether `b` is bfloat16
    GemmDotProducts(Gemm gemm, boolean halves) {
        this.gemm = gemm;
        this.halves = halves;
        int columns = Math.clamp(PANEL_ELEMENTS / Math.max(1, gemm.k()), GemmKernels.DOTS_AT_ONCE, MOST_COLUMNS);
        this.width = columns / GemmKernels.DOTS_AT_ONCE * GemmKernels.DOTS_AT_ONCE;
    }

    void run() {
        long grain = Math.ceilDiv(GemmBlocks.PIECE, Math.max(1, (long) gemm.m() * gemm.k() * width));
        Parallel.forRange(Math.ceilDiv(gemm.n(), width), grain, (from, to) -> {
            GemmScratch scratch = GemmScratch.current();
            for (int p = (int) from; p < to; p++) {
                panel(scratch, p * width, Math.min(width, gemm.n() - p * width));
            }
        });
    }

    private void panel(GemmScratch scratch, int column, int columns) {
        int rows;
        for (int row = 0; row < gemm.m(); row += rows) {
            rows = Math.min(GemmKernels.DOT_ROWS, Integer.highestOneBit(gemm.m() - row));
            int wide = GemmKernels.DOTS_AT_ONCE / rows;
            int rest = columns % wide;
            if (columns > rest) {
                tiles(scratch, new Tiles(row, rows, column, wide, columns / wide));
            }
            if (rest > 0) {
                tiles(scratch, new Tiles(row, rows, column + columns - rest, rest, 1));
            }
        }
    }

    /// Tiles of so many rows and columns, side by side.
    private record Tiles(int row, int rows, int column, int columns, int count) {

        int dots() {
            return count * rows * columns;
        }
    }

    private void tiles(GemmScratch scratch, Tiles tiles) {
        GemmTile tile = scratch.tile;
        tile.a = gemm.a().at(tiles.row, 0);
        tile.lda = gemm.a().stride();
        tile.b = b(0, tiles.column);
        tile.ldb = gemm.b().stride();
        tile.k = (int) Lanes.full(gemm.k());
        tile.tiles = tiles.count;
        tile.c = scratch.left((long) MOST_COLUMNS * GemmKernels.DOT_ROWS * Lanes.W);
        GemmKernels.dots(tiles.rows, tiles.columns, halves).run(tile);
        tile.a = tile.c;
        tile.k = Math.ceilDiv(tiles.dots(), Lanes.W); // behind the last dot lies what was there before
        GemmKernels.laneSums().run(tile);
        copy(tile.c, tiles);
    }

    /// Returns the address of an element of `b`.
    private long b(long row, long column) {
        return gemm.b().address() + (halves ? 2 : 4) * (column * gemm.b().stride() + row);
    }

    private void copy(long from, Tiles tiles) {
        long wide = tiles.columns;
        long stride = gemm.c().stride();
        MemorySegment dots = Lanes.words(from, tiles.dots());
        MemorySegment c =
                Lanes.words(gemm.c().at(tiles.row, tiles.column), (tiles.rows - 1) * stride + tiles.count * wide);
        int full = (int) Lanes.full(gemm.k());
        for (int i = 0; i < tiles.rows; i++) {
            for (int t = 0; t < tiles.count; t++) {
                long at = 4L * (t * tiles.rows + i) * wide;
                long to = 4 * (i * stride + t * wide);
                for (long j = 0; j < 4 * wide; j += 4) {
                    c.set(Lanes.FLOAT, to + j, dots.get(Lanes.FLOAT, at + j));
                }
            }
            if (full < gemm.k()) {
                addRest(tiles, tiles.row + i, full);
            }
        }
    }

    /// Adds what is left behind the last full vector of `k` to a row of tiles.
    private void addRest(Tiles tiles, int row, int full) {
        int columns = tiles.count * tiles.columns;
        int rest = gemm.k() - full;
        MemorySegment a = Lanes.words(gemm.a().at(row, full), rest);
        MemorySegment c = Lanes.words(gemm.c().at(row, tiles.column), columns);
        for (int j = 0; j < columns; j++) {
            MemorySegment b = Lanes.bytes(b(full, tiles.column + j), (halves ? 2L : 4L) * rest);
            float sum = c.get(Lanes.FLOAT, 4L * j);
            for (int k = 0; k < rest; k++) {
                float right =
                        halves ? Float.intBitsToFloat(b.get(Copies.SHORT, 2L * k) << 16) : b.get(Lanes.FLOAT, 4L * k);
                sum = Math.fma(a.get(Lanes.FLOAT, 4L * k), right, sum);
            }
            c.set(Lanes.FLOAT, 4L * j, sum);
        }
    }
}
