package io.gatun.kernel;

import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;

/// Where a tensor's elements lie, as a kernel sees it: an address, and strides in elements.
///
/// A view carries no ownership: whoever calls a kernel keeps the tensors reachable until it returns.
public final class View {

    private final long address;
    private final DType dtype;
    private final Shape shape;
    private final long[] strides;
    private final boolean contiguous;

    /// Creates a view of elements at `address` with these strides.
    public View(long address, DType dtype, Shape shape, long[] strides) {
        this.address = address;
        this.dtype = dtype;
        this.shape = shape;
        this.strides = strides;
        this.contiguous = contiguous(shape, strides);
    }

    /// Creates a contiguous view.
    public View(long address, DType dtype, Shape shape) {
        this(address, dtype, shape, shape.strides());
    }

    /// Returns whether strides are row-major without gaps; axes of extent 1 do not matter.
    static boolean contiguous(Shape shape, long[] strides) {
        long expected = 1;
        for (int i = shape.rank() - 1; i >= 0; i--) {
            if (shape.dim(i) != 1 && strides[i] != expected) {
                return shape.size() == 0;
            }
            expected *= shape.dim(i);
        }
        return true;
    }

    /// Returns the address of the first element.
    public long address() {
        return address;
    }

    /// Returns the element type.
    public DType dtype() {
        return dtype;
    }

    /// Returns the extents.
    public Shape shape() {
        return shape;
    }

    /// Returns the extent of an axis; negative axes count from the end.
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /// Returns the number of elements.
    public long size() {
        return shape.size();
    }

    /// Returns the stride of an axis in elements; negative axes count from the end.
    public long stride(int axis) {
        return strides[axis < 0 ? axis + strides.length : axis];
    }

    /// Returns all strides, in elements. Not a copy: do not write.
    public long[] strides() {
        return strides;
    }

    /// Returns whether the elements lie row-major without gaps.
    public boolean isContiguous() {
        return contiguous;
    }

    /// Returns the same elements seen with a broadcast shape: axes that are missing or of extent 1 get stride
    /// 0.
    public View broadcastTo(Shape target) {
        if (target.equals(shape)) {
            return this;
        }
        long[] wide = new long[target.rank()];
        int lead = target.rank() - shape.rank();
        for (int i = 0; i < shape.rank(); i++) {
            wide[lead + i] = shape.dim(i) == 1 ? 0 : strides[i];
        }
        return new View(address, dtype, target, wide);
    }

    /// Returns `extent` elements of one axis from `start` on.
    public View slice(int axis, int start, int extent) {
        return new View(address + start * stride(axis) * dtype.bytes(), dtype, shape.with(axis, extent), strides);
    }

    /// Returns the same contiguous elements under another shape.
    public View reshape(Shape other) {
        return new View(address, dtype, other);
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
