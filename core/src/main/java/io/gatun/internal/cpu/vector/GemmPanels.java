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
    private static final long DIRECT_ELEMENTS = GemmKernels.MANY_REGISTERS ? 1 << 19 : 1 << 13;
    private static final long PACKED_AT_ONCE = 1 << 14;

    private final Gemm gemm;
    private final int width; // columns of a panel
    private final int depth;
    private final boolean packRight;

    GemmPanels(Gemm gemm) {
        this.gemm = gemm;
        this.width = GemmKernels.vectors(Math.min(gemm.m(), GemmKernels.ROWS)) * Lanes.W;
        this.depth = GemmBlocks.depth(gemm.k());
        this.packRight =
                gemm.b().transposed() || gemm.m() > DIRECT_ROWS && (long) gemm.n() * gemm.k() > DIRECT_ELEMENTS;
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
        GemmBlocks.Grid grid = GemmBlocks.grid(gemm.m(), panels, (long) gemm.m() * block.columns * block.depth);
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
        tile.packed = GemmPacking.left(gemm.a(), region, scratch);
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
            panel(scratch, new Strip(rows, columns, gemm.c(piece.row, block.column + (long) p * width), block.k > 0));
        }
    }

    /// So many packed rows of `a`, to be multiplied with one panel of so many columns, and whether products are added
    /// to `c`.
    private record Strip(int rows, int columns, long c, boolean add) {}

    private void panel(GemmScratch scratch, Strip strip) {
        GemmTile tile = scratch.tile;
        int tiles = Math.ceilDiv(strip.rows, GemmKernels.ROWS);
        int vectors = Math.ceilDiv(strip.columns, Lanes.W);
        for (int t = 0, row = 0; t < tiles; t++) {
            int end = part(strip.rows, t + 1, tiles);
            tile.first = GemmBlocks.LEFT_STRIDE * row;
            long c = strip.c + 4L * gemm.n() * row;
            GemmKernel kernel = GemmKernels.tile(end - row, vectors);
            if (strip.columns < Lanes.W) {
                narrow(scratch, kernel, Lanes.words(c, (long) (end - row - 1) * gemm.n() + strip.columns), strip);
            } else {
                run(tile, kernel, c, gemm.n(), strip.add);
            }
            row = end;
        }
    }

    private static void run(GemmTile tile, GemmKernel kernel, long c, long ldc, boolean add) {
        tile.c = c;
        tile.ldc = ldc;
        tile.start = add ? c : GemmScratch.ZEROS;
        tile.ldstart = add ? ldc : 0;
        kernel.run(tile);
    }

    /// Computes a tile that has fewer columns than a vector has lanes.
    private void narrow(GemmScratch scratch, GemmKernel kernel, MemorySegment c, Strip strip) {
        MemorySegment tile = scratch.narrow;
        long stride = 4L * gemm.n();
        if (strip.add) {
            for (long at = 0, to = 0; at < c.byteSize(); at += stride, to += Lanes.BYTES) {
                MemorySegment.copy(c, at, tile, to, 4L * strip.columns);
            }
        }
        run(scratch.tile, kernel, tile.address(), Lanes.W, strip.add);
        for (long at = 0, from = 0; at < c.byteSize(); at += stride, from += Lanes.BYTES) {
            MemorySegment.copy(tile, from, c, at, 4L * strip.columns);
        }
    }
}
