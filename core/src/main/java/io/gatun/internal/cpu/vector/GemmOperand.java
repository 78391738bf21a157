package io.gatun.internal.cpu.vector;

import io.gatun.kernel.View;

/// A matrix in memory, one of whose axes has neighbouring elements.
///
/// @param address of the first element
/// @param stride elements from one row to the next or, if transposed, from one column to the next
/// @param transposed whether the elements of a column are neighbours, and not those of a row
record GemmOperand(long address, long stride, boolean transposed) {

    /// Returns the matrix at `address` with the last two axes of a view, or `null` if neither has stride 1.
    static GemmOperand of(View view, long address) {
        if (view.dim(-1) == 1 || view.stride(-1) == 1) {
            return new GemmOperand(address, view.stride(-2), false);
        }
        if (view.dim(-2) == 1 || view.stride(-2) == 1) {
            return new GemmOperand(address, view.stride(-1), true);
        }
        return null;
    }

    /// Returns the address of an element.
    long at(long row, long column) {
        return address + 4 * (transposed ? column * stride + row : row * stride + column);
    }
}
