package io.gatun.internal.cpu.vector;

/// Where a product goes.
///
/// @param address of the first element
/// @param stride elements from one row to the next
/// @param add whether it is added to what is there
record GemmResult(long address, long stride, boolean add) {

    /// Returns the address of an element.
    long at(long row, long column) {
        return address + 4 * (row * stride + column);
    }
}
