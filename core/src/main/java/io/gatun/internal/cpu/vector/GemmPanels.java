package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import java.lang.foreign.MemorySegment;

/// Computes a product tile by tile: `b` in panels a tile wide, `a` in blocks of rows, `k` in blocks of
/// [GemmBlocks#K].
///
/// Each element of the result is the work of one thread, in the order of `k`: so its bits do not depend on how
/// many there are, nor on where tiles begin.
final class GemmPanels {

    private static final int DIRECT_ROWS = 12;
    private static final long DIRECT_ELEMENTS = GemmKernels.MANY_REGISTERS ? 1 << 14 : 1 << 13;
    /// Tiles whose sums are added to the result at a time: they stay in the first-level cache.
    private static final int SUMMED_TILES = 8;
    private static final long PACKED_AT_ONCE = 1 << 14;

    private final Gemm gemm;
    private final int width; // columns of a panel
    private final int depth;
    private final boolean packRight;

    GemmPanels(Gemm gemm) {
        this.gemm = gemm;
        this.width = GemmKernels.vectors(gemm.m()) * Lanes.W;
        this.depth = GemmBlocks.depth(gemm.k());
        // rows that lie far apart share few cache lines: they stay where they are only for a few rows of a
        boolean apart = gemm.b().stride() != gemm.n();
        boolean many = apart || (long) gemm.n() * gemm.k() > DIRECT_ELEMENTS;
        this.packRight = gemm.b().transposed() || gemm.m() > DIRECT_ROWS && many;
    }

    void run() {
        int columns = GemmBlocks.N / width * width;
        for (int j = 0; j < gemm.n(); j += columns) {
            for (int k = 0; k < gemm.k(); k += depth) {
                block(new Block(j, Math.min(columns, gemm.n() - j), k, Math.min(depth, gemm.k() - k)));
            }
        }
    }

    /// Some columns and rows of `b`.
    private record Block(int column, int columns, int k, int depth) {}

    private void block(Block block) {
        int panels = Math.ceilDiv(block.columns, width);
        int direct = packRight ? 0 : panels - (missesLanes(block.columns) ? 1 : 0);
        int packed = panels - direct;
        long size = (long) block.depth * width;
        long right = packed == 0 ? 0 : GemmScratch.current().right(packed * size);
        long atOnce = Math.max(1, PACKED_AT_ONCE / size);
        if (packed <= atOnce) { // attention makes thousands of small products: no closures for these
            pack(block, right, direct, panels);
        } else {
            Parallel.forRange(
                    packed,
                    atOnce,
                    (from, to) -> pack(block, right + 4 * size * from, direct + (int) from, direct + (int) to));
        }
        long first = right - 4 * size * direct;
        GemmBlocks.Grid grid = GemmBlocks.grid(gemm.m(), panels, block.depth);
        if (grid.size() == 1) {
            compute(block, rows(block, 0, gemm.m()), 0, panels, first);
            return;
        }
        Parallel.forRange(grid.size(), 1, (from, to) -> {
            for (int piece = (int) from; piece < to; piece++) {
                int row = piece / grid.columns();
                int column = piece % grid.columns();
                compute(
                        block,
                        rows(block, part(gemm.m(), row, grid.rows()), part(gemm.m(), row + 1, grid.rows())),
                        part(panels, column, grid.columns()),
                        part(panels, column + 1, grid.columns()),
                        first);
            }
        });
    }

    /// Returns the part of `a` that rows of the result and a block need.
    private static GemmPacking.Region rows(Block block, int from, int to) {
        return new GemmPacking.Region(from, to - from, block.k, block.depth);
    }

    /// Returns whether the last of so many columns do not fill a vector: a panel of them cannot stay where it is.
    private static boolean missesLanes(int columns) {
        return columns % Lanes.W != 0;
    }

    private static int part(int whole, int index, int count) {
        return (int) ((long) whole * index / count);
    }

    /// Packs panels of a block one behind the other.
    private void pack(Block block, long to, int from, int end) {
        GemmTile tile = GemmScratch.current().block;
        for (int p = from; p < end; p++) {
            int column = p * width;
            GemmPacking.right(
                    gemm.b(),
                    new GemmPacking.Region(
                            block.k, block.depth, block.column + column, Math.min(width, block.columns - column)),
                    tile,
                    to + 4L * block.depth * width * (p - from));
        }
    }

    /// Computes rows of the result in some panels of a block.
    private void compute(Block block, GemmPacking.Region rows, int from, int end, long right) {
        GemmScratch scratch = GemmScratch.current();
        GemmTile tile = scratch.tile;
        GemmOperand a = GemmPacking.left(gemm.a(), rows, scratch);
        tile.k = block.depth;
        for (int p = from; p < end; p++) {
            int columns = Math.min(width, block.columns - p * width);
            int vectors = Math.ceilDiv(columns, Lanes.W);
            boolean packed = packRight || missesLanes(columns);
            tile.b = packed
                    ? right + 4L * block.depth * width * p
                    : gemm.b().at(block.k, block.column + (long) p * width);
            tile.ldb = packed ? (long) vectors * Lanes.W : gemm.b().stride();
            tile.last = Math.max(0, columns - Lanes.W);
            panel(
                    scratch,
                    new Strip(
                            a,
                            rows.rows(),
                            columns,
                            gemm.c().at(rows.row(), block.column + (long) p * width),
                            block.k > 0 || gemm.c().add()));
        }
    }

    /// So many rows of `a`, to be multiplied with one panel of so many columns, and whether products are added to `c`.
    private record Strip(GemmOperand a, int rows, int columns, long c, boolean add) {}

    private void panel(GemmScratch scratch, Strip strip) {
        int tiles = Math.ceilDiv(strip.rows, GemmKernels.ROWS);
        int most = Math.ceilDiv(strip.rows, tiles);
        int tall = strip.rows - tiles * (most - 1); // the others have a row less
        tiles(scratch, strip, 0, most, tall);
        if (tall < tiles) {
            tiles(scratch, strip, tall * most, most - 1, tiles - tall);
        }
    }

    /// Computes `count` tiles of `rows` rows each, one below the other.
    private void tiles(GemmScratch scratch, Strip strip, int row, int rows, int count) {
        boolean narrow = strip.columns < Lanes.W;
        long stride = gemm.c().stride();
        GemmTile tile = scratch.tile;
        if (!strip.add && !narrow) {
            tile.c = strip.c + 4 * stride * row;
            tile.ldc = stride;
            compute(tile, strip, row, rows, count);
            return;
        }
        for (int i = 0; i < count; i += SUMMED_TILES) {
            int some = Math.min(SUMMED_TILES, count - i);
            int first = row + i * rows;
            tile.c = scratch.sums((long) rows * some * width);
            tile.ldc = width;
            compute(tile, strip, first, rows, some);
            GemmResult sums = new GemmResult(tile.c, width, false);
            GemmResult c = new GemmResult(strip.c + 4 * stride * first, stride, strip.add);
            if (narrow) {
                copy(sums, c, rows * some, strip.columns);
            } else {
                add(scratch.block, sums, c, rows * some, strip.columns);
            }
        }
    }

    private static void compute(GemmTile tile, Strip strip, int row, int rows, int count) {
        tile.a = strip.a.at(row, 0);
        tile.lda = strip.a.stride();
        tile.tiles = count;
        int vectors = Math.ceilDiv(strip.columns, Lanes.W);
        GemmKernels.tile(rows, vectors, strip.a.transposed()).run(tile);
    }

    private static void add(GemmTile block, GemmResult sums, GemmResult c, int rows, int columns) {
        block.a = sums.address();
        block.lda = sums.stride();
        block.c = c.address();
        block.ldc = c.stride();
        block.k = rows;
        block.last = columns - (long) Lanes.W;
        GemmKernels.add(Math.ceilDiv(columns, Lanes.W)).run(block);
    }

    /// Copies or adds rows narrower than a vector.
    private static void copy(GemmResult sums, GemmResult c, int rows, int columns) {
        MemorySegment from = Lanes.words(sums.address(), (rows - 1) * sums.stride() + columns);
        MemorySegment to = Lanes.words(c.address(), (rows - 1) * c.stride() + columns);
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < columns; j++) {
                long at = 4 * (i * c.stride() + j);
                float sum = from.get(Lanes.FLOAT, 4 * (i * sums.stride() + j));
                to.set(Lanes.FLOAT, at, c.add() ? to.get(Lanes.FLOAT, at) + sum : sum);
            }
        }
    }
}
