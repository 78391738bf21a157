package io.gatun.internal.cpu.vector;

/// Brings operands into the order in which micro-kernels read them.
final class GemmPacking {

    private GemmPacking() {}

    /// Copies rows `[row, row + rows)` and columns `[column, column + columns)` of a matrix to `to`, row by
    /// row,
    /// [GemmBlocks#LEFT_STRIDE] floats apart. Up to a vector behind a row's end may be overwritten.
    static void left(GemmOperand a, Region from, GemmTile block, long to) {
        if (!a.transposed()) {
            for (int i = 0; i < from.rows; i++) {
                Lanes.words(to + 4L * GemmBlocks.LEFT_STRIDE * i, from.columns)
                        .copyFrom(Lanes.words(a.at(from.row + i, from.column), from.columns));
            }
            return;
        }
        block.lda = a.stride();
        block.ldc = GemmBlocks.LEFT_STRIDE;
        for (int k = 0; k < from.columns; k += Lanes.W) {
            block.a = a.at(from.row, from.column + k);
            block.c = to + 4L * k;
            transpose(block, Math.min(Lanes.W, from.columns - k), from.rows);
        }
    }

    /// Copies a panel of a matrix, at most a few vectors wide, to `to`: full vectors, one row behind the other.
    static void right(GemmOperand b, Region from, GemmTile block, long to) {
        int vectors = Math.ceilDiv(from.columns, Lanes.W);
        block.lda = b.stride();
        block.ldc = (long) vectors * Lanes.W;
        if (!b.transposed()) {
            block.a = b.at(from.row, from.column);
            block.c = to;
            block.k = from.rows;
            block.lanes = from.columns % Lanes.W;
            GemmKernels.copy(vectors).run(block);
            return;
        }
        for (int j = 0; j < from.columns; j += Lanes.W) {
            block.a = b.at(from.row, from.column + j);
            block.c = to + 4L * j;
            transpose(block, Math.min(Lanes.W, from.columns - j), from.rows);
        }
    }

    /// A part of a matrix.
    record Region(int row, int rows, int column, int columns) {}

    /// Makes columns of `rows` rows of `columns` elements. The kernel takes columns by the vector, so the last
    /// ones
    /// may be done twice.
    private static void transpose(GemmTile block, int rows, int columns) {
        int full = columns & -Lanes.W;
        block.lanes = rows % Lanes.W;
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
        var from = Lanes.words(block.a, (rows - 1) * block.lda + columns);
        var to = Lanes.words(block.c, (columns - 1) * block.ldc + rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                to.set(Lanes.FLOAT, 4 * (j * block.ldc + i), from.get(Lanes.FLOAT, 4 * (i * block.lda + j)));
            }
        }
    }
}
