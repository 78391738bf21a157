package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;

import io.gatun.internal.parallel.Parallel;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Computes a product of few rows with a transposed matrix, as a layer's `x · wᵀ` is when it generates token by
/// token: both lie along `k`, and `b` comes from memory once, from where it is.
///
/// A sum has as many partial sums as a vector has lanes, added up as a balanced tree.
final class GemmDotProducts {

    // columns of b used with all rows of a while they are in the first-level cache, or the second for long ones
    private static final int PANEL_ELEMENTS = 4096;
    private static final int MOST_COLUMNS = 8 * GemmKernels.DOTS_AT_ONCE;

    // elements of a matrix that may still be in the second-level cache since it was last used
    private static final long NEAR_ELEMENTS = 1 << 17;

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
        long right = near(scratch, column, columns);
        for (int row = 0; row < gemm.m(); ) {
            int rows = Math.min(GemmKernels.DOT_ROWS, Integer.highestOneBit(gemm.m() - row));
            int wide = GemmKernels.DOTS_AT_ONCE / rows;
            int rest = columns % wide;
            if (columns > rest) {
                tile.b = right;
                tiles(scratch, new Tiles(row, rows, column, wide, columns / wide));
            }
            if (rest > 0) {
                tile.b = right + 4 * tile.ldb * (columns - rest);
                tiles(scratch, new Tiles(row, rows, column + columns - rest, rest, 1));
            }
            row += rows;
        }
    }

    /// Returns where the columns of a panel are, as floats in the cache, and sets their distance.
    private long near(GemmScratch scratch, int column, int columns) {
        long stride = gemm.b().stride();
        if (element != GemmElement.FLOATS) {
            long right = scratch.right((long) width * gemm.k());
            for (int j = 0; j < columns; j++) {
                element.widen(b(0, column + j), right + 4L * gemm.k() * j, gemm.k());
            }
            scratch.tile.ldb = gemm.k();
            return right;
        }
        if (stride == gemm.k() && stride * gemm.n() > NEAR_ELEMENTS) {
            prefetch(b(0, column), columns * stride, scratch.left(Lanes.W));
        }
        scratch.tile.ldb = stride;
        return b(0, column);
    }

    /// Reads a panel from its beginning to its end, so that it is in the cache when its columns are read side by side:
    /// these would be streams too short for the processor to foresee.
    /// What is read is summed, and the sum written to `to`: else C2 would read nothing.
    private static void prefetch(long from, long n, long to) {
        MemorySegment panel = Lanes.words(from, n);
        FloatVector sum = FloatVector.zero(F);
        FloatVector sum2 = sum;
        for (long i = 0; i <= 4 * n - 2L * Lanes.BYTES; i += 2L * Lanes.BYTES) {
            sum = sum.add(FloatVector.fromMemorySegment(F, panel, i, ORDER));
            sum2 = sum2.add(FloatVector.fromMemorySegment(F, panel, i + Lanes.BYTES, ORDER));
        }
        sum.add(sum2).intoMemorySegment(Lanes.words(to, Lanes.W), 0, ORDER);
    }

    /// Tiles of so many rows and columns, side by side.
    private record Tiles(int row, int rows, int column, int columns, int count) {

        /// Returns how many dot products there are in a row.
        int across() {
            return count * columns;
        }
    }

    private void tiles(GemmScratch scratch, Tiles tiles) {
        GemmTile tile = scratch.tile;
        tile.a = gemm.a().at(tiles.row, 0);
        tile.lda = gemm.a().stride();
        tile.k = full;
        tile.tiles = tiles.count;
        long sums = scratch.sums((long) MOST_COLUMNS * GemmKernels.DOT_ROWS * Lanes.W);
        tile.c = sums;
        tile.ldc = (long) tiles.across() * Lanes.W;
        GemmKernel kernel = lines ? GemmKernels.lines(element) : GemmKernels.dots(tiles.rows, tiles.columns);
        kernel.run(tile);
        addUp(tile, sums, tiles);
        for (int row = tiles.row; row < tiles.row + tiles.rows; row++) {
            if (full < gemm.k()) {
                addRest(tiles, row);
            }
            if (scales != 0) {
                scale(tiles, row);
            }
        }
    }

    /// Adds up the lanes of sums, and writes them to the rows that they belong to.
    private void addUp(GemmTile tile, long sums, Tiles tiles) {
        int across = tiles.across();
        GemmKernel laneSums = GemmKernels.laneSums();
        if (across % Lanes.W == 0) {
            tile.k = across / Lanes.W;
            for (int i = 0; i < tiles.rows; i++) {
                tile.a = sums + 4 * tile.ldc * i;
                tile.c = gemm.c().at(tiles.row + i, tiles.column);
                laneSums.run(tile);
            }
            return;
        }
        tile.a = sums;
        tile.c = sums;
        tile.k = Math.ceilDiv(tiles.rows * across, Lanes.W); // behind the last sum lies what was there before
        laneSums.run(tile);
        for (int i = 0; i < tiles.rows; i++) {
            Copies.bytes(sums + 4L * across * i, gemm.c().at(tiles.row + i, tiles.column), 4L * across);
        }
    }

    /// Returns the address of an element of `b`.
    private long b(long row, long column) {
        return gemm.b().address() + (column * gemm.b().stride() + row << element.log2Bytes());
    }

    /// Adds what is left behind the last full vector of `k` to a row of tiles.
    private void addRest(Tiles tiles, int row) {
        int columns = tiles.across();
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
        int columns = tiles.across();
        MemorySegment factors = Lanes.words(scales + 4L * tiles.column, columns);
        MemorySegment c = Lanes.words(gemm.c().at(row, tiles.column), columns);
        for (long j = 0; j < 4L * columns; j += 4) {
            c.set(Lanes.FLOAT, j, factors.get(Lanes.FLOAT, j) * c.get(Lanes.FLOAT, j));
        }
    }
}
