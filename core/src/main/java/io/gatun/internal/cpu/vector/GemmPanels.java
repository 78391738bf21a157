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
        int direct = packRight ? 0 : block.columns / width; // only a panel with missing lanes cannot stay where it is
        int packed = panels - direct;
        long size = (long) block.depth * width;
        long right = packed == 0 ? 0 : GemmScratch.current().right(packed * size);
        Parallel.forRange(packed, Math.max(1, PACKED_AT_ONCE / size), (from, to) -> {
            for (int p = (int) from; p < to; p++) {
                pack(block, direct + p, right + 4 * size * p);
            }
        });
        GemmBlocks.Grid grid = GemmBlocks.grid(gemm.m(), panels, block.depth);
        Parallel.forRange(grid.size(), 1, (from, to) -> {
            for (long piece = from; piece < to; piece++) {
                int row = (int) (piece / grid.columns());
                int column = (int) (piece % grid.columns());
                Piece p = new Piece(
                        part(gemm.m(), row, grid.rows()),
                        part(gemm.m(), row + 1, grid.rows()),
                        part(panels, column, grid.columns()),
                        part(panels, column + 1, grid.columns()));
                compute(block, p, right - 4 * size * direct);
            }
        });
    }

    private static int part(int whole, int index, int count) {
        return (int) ((long) whole * index / count);
    }

    private void pack(Block block, int panel, long to) {
        int column = panel * width;
        GemmPacking.right(
                gemm.b(),
                new GemmPacking.Region(
                        block.k, block.depth, block.column + column, Math.min(width, block.columns - column)),
                GemmScratch.current().block,
                to);
    }

    /// Rows of the result and panels of the block, from and to.
    private record Piece(int row, int rowEnd, int panel, int panelEnd) {}

    private void compute(Block block, Piece piece, long right) {
        GemmScratch scratch = GemmScratch.current();
        GemmTile tile = scratch.tile;
        int rows = piece.rowEnd - piece.row;
        GemmPacking.Region region = new GemmPacking.Region(piece.row, rows, block.k, block.depth);
        GemmOperand a = GemmPacking.left(gemm.a(), region, scratch);
        tile.k = block.depth;
        for (int p = piece.panel; p < piece.panelEnd; p++) {
            int columns = Math.min(width, block.columns - p * width);
            int vectors = Math.ceilDiv(columns, Lanes.W);
            boolean packed = packRight || columns < width;
            tile.b = packed
                    ? right + 4L * block.depth * width * p
                    : gemm.b().at(block.k, block.column + (long) p * width);
            tile.ldb = packed ? (long) vectors * Lanes.W : gemm.b().stride();
            tile.last = Math.max(0, columns - Lanes.W);
            panel(
                    scratch,
                    new Strip(
                            a,
                            rows,
                            columns,
                            gemm.c().at(piece.row, block.column + (long) p * width),
                            block.k > 0 || gemm.c().add()));
        }
    }

    /// So many rows of `a`, to be multiplied with one panel of so many columns, and whether products are added to `c`.
    private record Strip(GemmOperand a, int rows, int columns, long c, boolean add) {}

    private void panel(GemmScratch scratch, Strip strip) {
        int tiles = Math.ceilDiv(strip.rows, GemmKernels.ROWS);
        int most = Math.ceilDiv(strip.rows, tiles);
        int tall = strip.rows - tiles * (most - 1); // the others have a row less
        tiles(scratch, strip, new Tiles(0, most, tall));
        if (tall < tiles) {
            tiles(scratch, strip, new Tiles(tall * most, most - 1, tiles - tall));
        }
    }

    /// Tiles of as many rows each, one below the other.
    private record Tiles(int row, int rows, int count) {}

    private void tiles(GemmScratch scratch, Strip strip, Tiles tiles) {
        boolean narrow = strip.columns < Lanes.W;
        long stride = gemm.c().stride();
        GemmTile tile = scratch.tile;
        if (!strip.add && !narrow) {
            tile.c = strip.c + 4 * stride * tiles.row;
            tile.ldc = stride;
            compute(tile, strip, tiles);
            return;
        }
        for (int i = 0; i < tiles.count; i += SUMMED_TILES) {
            Tiles some = new Tiles(tiles.row + i * tiles.rows, tiles.rows, Math.min(SUMMED_TILES, tiles.count - i));
            int rows = some.rows * some.count;
            tile.c = scratch.sums((long) rows * width);
            tile.ldc = width;
            compute(tile, strip, some);
            GemmResult sums = new GemmResult(tile.c, width, false);
            GemmResult c = new GemmResult(strip.c + 4 * stride * some.row, stride, strip.add);
            if (narrow) {
                copy(sums, c, rows, strip.columns);
            } else {
                add(scratch.block, sums, c, rows, strip.columns);
            }
        }
    }

    private static void compute(GemmTile tile, Strip strip, Tiles tiles) {
        tile.a = strip.a.at(tiles.row, 0);
        tile.lda = strip.a.stride();
        tile.tiles = tiles.count;
        int vectors = Math.ceilDiv(strip.columns, Lanes.W);
        GemmKernels.tile(tiles.rows, vectors, strip.a.transposed()).run(tile);
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
