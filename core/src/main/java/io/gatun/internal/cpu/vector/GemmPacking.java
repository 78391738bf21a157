package io.gatun.internal.cpu.vector;

import java.lang.foreign.MemorySegment;

/// Brings operands into the order in which micro-kernels read them.
final class GemmPacking {

    private static final int FAR_APART = 512; // columns that many elements apart share few cache lines

    private GemmPacking() {}

    /// Returns rows `[row, row + rows)` and columns `[column, column + columns)` of a matrix: where they lie, or
    /// copied if it is transposed and its columns are so many, or so far apart, that they would come from
    /// afar again for each panel.
    static GemmOperand left(GemmOperand a, Region from, GemmScratch scratch) {
        boolean few = (long) from.rows * from.columns <= GemmBlocks.DIRECT_LEFT;
        boolean near = a.stride() < FAR_APART || a.stride() <= 4L * from.rows;
        if (!a.transposed() || few && near) {
            if (from.row == 0 && from.column == 0) {
                return a; // as all of attention's products do, of which there are thousands
            }
            return new GemmOperand(a.at(from.row, from.column), a.stride(), a.transposed());
        }
        int stride = GemmBlocks.leftStride(from.columns);
        long rows = scratch.left((long) from.rows * stride);
        transposed(a, from, scratch.block, new GemmOperand(rows, stride, false));
        return new GemmOperand(rows, stride, false);
    }

    private static void transposed(GemmOperand a, Region from, GemmTile block, GemmOperand to) {
        block.lda = a.stride();
        block.ldc = to.stride();
        for (int k = 0; k < from.columns; k += Lanes.W) {
            block.a = a.at(from.row, from.column + k);
            block.c = to.at(0, k);
            transpose(block, Math.min(Lanes.W, from.columns - k), from.rows);
        }
    }

    /// Copies a panel of a matrix, at most a few vectors wide, to `to`: full vectors, one row behind the other.
    /// The last vector ends with the panel and may so overlap the one before; a panel narrower than a vector is
    /// filled up.
    static void right(GemmOperand b, Region from, GemmTile block, long to) {
        int vectors = Math.ceilDiv(from.columns, Lanes.W);
        int last = Math.max(0, from.columns - Lanes.W);
        block.lda = b.stride();
        block.ldc = (long) vectors * Lanes.W;
        if (b.transposed()) {
            for (int j = 0; j < vectors; j++) {
                block.a = b.at(from.row, from.column + Math.min(j * Lanes.W, last));
                block.c = to + (long) Lanes.BYTES * j;
                transpose(block, Math.min(Lanes.W, from.columns), from.rows);
            }
        } else if (from.columns < Lanes.W) {
            narrow(b, from, to);
        } else {
            block.a = b.at(from.row, from.column);
            block.c = to;
            block.k = from.rows;
            block.last = last;
            GemmKernels.copy(vectors).run(block);
        }
    }

    private static void narrow(GemmOperand b, Region from, long to) {
        MemorySegment panel = Lanes.words(to, (long) from.rows * Lanes.W).fill((byte) 0);
        for (int i = 0; i < from.rows; i++) {
            MemorySegment row = Lanes.words(b.at(from.row + i, from.column), from.columns);
            for (int j = 0; j < from.columns; j++) {
                panel.set(Lanes.FLOAT, (long) Lanes.BYTES * i + 4L * j, row.get(Lanes.FLOAT, 4L * j));
            }
        }
    }

    /// A part of a matrix.
    record Region(int row, int rows, int column, int columns) {}

    /// Makes columns of `rows` rows of `columns` elements. The kernel takes columns by the vector, so the last
    /// ones may be done twice.
    private static void transpose(GemmTile block, int rows, int columns) {
        int full = columns & -Lanes.W;
        block.rows = rows;
        if (full > 0) {
            block.k = full;
            GemmKernels.transposition().run(block);
        }
        if (full == columns) {
            return;
        }
        if (full == 0) {
            transposeNarrow(block, rows, columns);
            return;
        }
        long a = block.a;
        long c = block.c;
        block.a = a + 4L * (columns - Lanes.W);
        block.c = c + 4 * block.ldc * (columns - Lanes.W);
        block.k = Lanes.W;
        GemmKernels.transposition().run(block);
        block.a = a;
        block.c = c;
    }

    private static void transposeNarrow(GemmTile block, int rows, int columns) {
        MemorySegment from = Lanes.words(block.a, (rows - 1) * block.lda + columns);
        MemorySegment to = Lanes.words(block.c, (columns - 1) * block.ldc + rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to.set(Lanes.FLOAT, 4 * (j * block.ldc + i), from.get(Lanes.FLOAT, 4 * (i * block.lda + j)));
            }
        }
    }
}
