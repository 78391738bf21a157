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

    // terms added one by one are at most one in so many
    private static final int MOST_REST = 16;

    private final Gemm gemm;
    private final GemmElement element;
    private final long scales;
    private final int width; // columns of a panel
    private final boolean lines; // one row and one column at a time
    private final int full; // terms of each sum that kernels add up

    /// @param element how `b` is stored
    GemmDotProducts(Gemm gemm, GemmElement element) {
        this(gemm, element, 0);
    }

    /// @param scales where there is a factor for each column of the result; 0 if there is none
    GemmDotProducts(Gemm gemm, GemmElement element, long scales) {
        this.gemm = gemm;
        this.element = element;
        this.scales = scales;
        int columns = Math.clamp(PANEL_ELEMENTS / Math.max(1, gemm.k()), GemmKernels.DOTS_AT_ONCE, MOST_COLUMNS);
        this.width = columns / GemmKernels.DOTS_AT_ONCE * GemmKernels.DOTS_AT_ONCE;
        int vectors = element.full(gemm.k());
        int whole = vectors - vectors % (GemmKernels.LINE_DEPTH * Lanes.W);
        this.lines = gemm.m() == 1 && whole > 0 && gemm.k() - whole <= whole / MOST_REST;
        this.full = lines ? whole : vectors;
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
        GemmTile tile = scratch.tile;
        if (lines) {
            tile.b = b(0, column);
            tile.ldb = gemm.b().stride();
            tiles(scratch, new Tiles(0, 1, column, 1, columns));
            return;
        }
        long right = b(0, column);
        long stride = gemm.b().stride();
        if (element != GemmElement.FLOATS) {
            right = scratch.right((long) width * gemm.k());
            stride = gemm.k();
            for (int j = 0; j < columns; j++) {
                element.widen(b(0, column + j), right + 4 * stride * j, stride);
            }
        }
        tile.ldb = stride;
        int rows;
        for (int row = 0; row < gemm.m(); row += rows) {
            rows = Math.min(GemmKernels.DOT_ROWS, Integer.highestOneBit(gemm.m() - row));
            int wide = GemmKernels.DOTS_AT_ONCE / rows;
            int rest = columns % wide;
            if (columns > rest) {
                tile.b = right;
                tiles(scratch, new Tiles(row, rows, column, wide, columns / wide));
            }
            if (rest > 0) {
                tile.b = right + 4 * stride * (columns - rest);
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
        tile.k = full;
        tile.tiles = tiles.count;
        tile.c = scratch.left((long) MOST_COLUMNS * GemmKernels.DOT_ROWS * Lanes.W);
        GemmKernel kernel = lines ? GemmKernels.lines(element) : GemmKernels.dots(tiles.rows, tiles.columns);
        kernel.run(tile);
        tile.a = tile.c;
        tile.k = Math.ceilDiv(tiles.dots(), Lanes.W); // behind the last dot lies what was there before
        GemmKernels.laneSums().run(tile);
        copy(tile.c, tiles);
    }

    /// Returns the address of an element of `b`.
    private long b(long row, long column) {
        return gemm.b().address() + (column * gemm.b().stride() + row << element.log2Bytes());
    }

    private void copy(long from, Tiles tiles) {
        long wide = tiles.columns;
        long stride = gemm.c().stride();
        MemorySegment dots = Lanes.words(from, tiles.dots());
        MemorySegment c =
                Lanes.words(gemm.c().at(tiles.row, tiles.column), (tiles.rows - 1) * stride + tiles.count * wide);
        for (int i = 0; i < tiles.rows; i++) {
            for (int t = 0; t < tiles.count; t++) {
                long at = 4L * (t * tiles.rows + i) * wide;
                long to = 4 * (i * stride + t * wide);
                for (long j = 0; j < 4 * wide; j += 4) {
                    c.set(Lanes.FLOAT, to + j, dots.get(Lanes.FLOAT, at + j));
                }
            }
            if (full < gemm.k()) {
                addRest(tiles, tiles.row + i);
            }
            if (scales != 0) {
                scale(tiles, tiles.row + i);
            }
        }
    }

    /// Adds what is left behind the last full vector of `k` to a row of tiles.
    private void addRest(Tiles tiles, int row) {
        int columns = tiles.count * tiles.columns;
        int rest = gemm.k() - full;
        MemorySegment a = Lanes.words(gemm.a().at(row, full), rest);
        MemorySegment c = Lanes.words(gemm.c().at(row, tiles.column), columns);
        for (int j = 0; j < columns; j++) {
            MemorySegment b = Lanes.bytes(b(full, tiles.column + j), (long) rest << element.log2Bytes());
            float sum = c.get(Lanes.FLOAT, 4L * j);
            for (int k = 0; k < rest; k++) {
                sum = Math.fma(a.get(Lanes.FLOAT, 4L * k), element.get(b, k), sum);
            }
            c.set(Lanes.FLOAT, 4L * j, sum);
        }
    }

    private void scale(Tiles tiles, int row) {
        int columns = tiles.count * tiles.columns;
        MemorySegment factors = Lanes.words(scales + 4L * tiles.column, columns);
        MemorySegment c = Lanes.words(gemm.c().at(row, tiles.column), columns);
        for (long j = 0; j < 4L * columns; j += 4) {
            c.set(Lanes.FLOAT, j, factors.get(Lanes.FLOAT, j) * c.get(Lanes.FLOAT, j));
        }
    }
}
