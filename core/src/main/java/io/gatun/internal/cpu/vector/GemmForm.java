package io.gatun.internal.cpu.vector;

/// The size of a micro-kernel's tile and how it finds its rows.
///
/// @param rows of the tile
/// @param vectors in each row of the tile
/// @param left how `a` lies
record GemmForm(int rows, int vectors, Left left) {

    /// How `a` lies.
    enum Left {
        /// Row by row, rows apart by what the kernel is told.
        ROWS(0),
        /// Column by column, columns apart by what the kernel is told.
        COLUMNS(1),
        /// Row by row, rows apart by [GemmBlocks#LEFT_STRIDE]: a constant in the code costs no register.
        PACKED(2);

        /// How many there are.
        static final int COUNT = 3;

        private final int index;

        Left(int index) {
            this.index = index;
        }

        /// Returns this one's place in a table.
        int index() {
            return index;
        }
    }
}
