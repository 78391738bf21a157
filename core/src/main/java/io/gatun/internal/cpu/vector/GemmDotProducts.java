package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import java.lang.foreign.MemorySegment;

/// Computes a product of few rows with a transposed matrix, as a layer's `x · wᵀ` is when it generates token by
/// token: both lie along `k`, and `b` is read once, where it is.
///
/// A sum has as many partial sums as a vector has lanes, added up as a balanced tree.
final class GemmDotProducts {

    private static final int COLUMNS = GemmKernels.DOT_COLUMNS;

    private final Gemm gemm;

    GemmDotProducts(Gemm gemm) {
        this.gemm = gemm;
    }

    void run() {
        int groups = Math.ceilDiv(gemm.n(), COLUMNS);
        long grain = Math.ceilDiv(GemmBlocks.PIECE, (long) gemm.m() * gemm.k() * COLUMNS);
        Parallel.forRange(groups, grain, (from, to) -> {
            GemmScratch scratch = GemmScratch.current();
            for (int g = (int) from; g < to; g++) {
                columns(scratch, g * COLUMNS, Math.min(COLUMNS, gemm.n() - g * COLUMNS));
            }
        });
    }

    private void columns(GemmScratch scratch, int column, int columns) {
        GemmTile tile = scratch.tile;
        tile.k = (int) Lanes.full(gemm.k());
        tile.lda = gemm.a().stride();
        tile.ldb = gemm.b().stride();
        tile.b = gemm.b().at(0, column);
        tile.c = scratch.left((long) GemmKernels.DOT_ROWS * COLUMNS * Lanes.W);
        int tiles = Math.ceilDiv(gemm.m(), GemmKernels.DOT_ROWS);
        for (int t = 0, row = 0; t < tiles; t++) {
            int end = gemm.m() * (t + 1) / tiles;
            tile.a = gemm.a().at(row, 0);
            GemmKernels.dots(end - row, columns).run(tile);
            MemorySegment sums = Lanes.words(tile.c, (long) (end - row) * columns * Lanes.W);
            addLanes(sums, (end - row) * columns);
            for (int i = row; i < end; i++) {
                MemorySegment c = Lanes.words(gemm.c(i, column), columns);
                c.copyFrom(sums.asSlice(4L * (i - row) * columns, 4L * columns));
                if (tile.k < gemm.k()) {
                    addRest(c, i, column, columns);
                }
            }
            row = end;
        }
    }

    /// Adds what is left behind the last full vector of `k` to a few elements of a row of the result.
    private void addRest(MemorySegment c, int row, int column, int columns) {
        int full = (int) Lanes.full(gemm.k());
        int rest = gemm.k() - full;
        MemorySegment a = Lanes.words(gemm.a().at(row, full), rest);
        for (int j = 0; j < columns; j++) {
            MemorySegment b = Lanes.words(gemm.b().at(full, column + j), rest);
            float sum = c.get(Lanes.FLOAT, 4L * j);
            for (int k = 0; k < rest; k++) {
                sum = Math.fma(a.get(Lanes.FLOAT, 4L * k), b.get(Lanes.FLOAT, 4L * k), sum);
            }
            c.set(Lanes.FLOAT, 4L * j, sum);
        }
    }

    /// Replaces `count` vectors by the sums of their lanes, one float each.
    private static void addLanes(MemorySegment sums, int count) {
        for (int lanes = Lanes.W; lanes > 1; lanes /= 2) {
            // neighbours are added in place: what is written has been read
            for (int i = 0; i < count * lanes / 2; i++) {
                sums.set(Lanes.FLOAT, 4L * i, sums.get(Lanes.FLOAT, 8L * i) + sums.get(Lanes.FLOAT, 8L * i + 4));
            }
        }
    }
}
