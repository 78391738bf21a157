package io.gatun.tensor;

import java.util.Arrays;

/// The extents of a tensor, outermost axis first. `[]` is a scalar's shape; an extent may be 0.
///
/// Axes may be counted from the end: `dim(-1)` is the last extent.
public final class Shape {

    /// The shape of a scalar.
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] dims;
    private final long size;

    private Shape(int[] dims) {
        this.dims = dims;
        long product = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new ShapeException("shape: extents must not be negative, got " + Arrays.toString(dims));
            }
            try {
                product = Math.multiplyExact(product, dim);
            } catch (ArithmeticException _) {
                throw new ShapeException("shape: too many elements for 64 bits in " + Arrays.toString(dims));
            }
        }
        this.size = product;
    }

    /// Returns the shape of these extents.
    ///
    /// @throws ShapeException if one is negative, or their product does not fit into 64 bits
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /// Returns the number of axes.
    public int rank() {
        return dims.length;
    }

    /// Returns the number of elements.
    public long size() {
        return size;
    }

    /// Returns the extent of one axis; negative axes count from the end.
    ///
    /// @throws ShapeException if there is no such axis
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /// Returns the axis counted from the front.
    ///
    /// @throws ShapeException if there is no such axis
    public int axis(int axis) {
        int index = axis < 0 ? axis + dims.length : axis;
        if (index < 0 || index >= dims.length) {
            throw new ShapeException("axis " + axis + " is out of range for shape " + this + ": expected "
                    + -dims.length + " to " + (dims.length - 1));
        }
        return index;
    }

    /// Returns the extents.
    public int[] toArray() {
        return dims.clone();
    }

    /// Returns this shape with one extent replaced.
    public Shape with(int axis, int dim) {
        int[] changed = dims.clone();
        changed[axis(axis)] = dim;
        return new Shape(changed);
    }

    /// Returns this shape with an extent inserted before `axis`, which may equal the rank.
    public Shape insert(int axis, int dim) {
        int[] longer = new int[dims.length + 1];
        System.arraycopy(dims, 0, longer, 0, axis);
        longer[axis] = dim;
        System.arraycopy(dims, axis, longer, axis + 1, dims.length - axis);
        return new Shape(longer);
    }

    /// Returns this shape without one axis.
    public Shape remove(int axis) {
        int index = axis(axis);
        int[] shorter = new int[dims.length - 1];
        System.arraycopy(dims, 0, shorter, 0, index);
        System.arraycopy(dims, index + 1, shorter, index, shorter.length - index);
        return of(shorter);
    }

    /// Returns the product of the extents of axes `from` (inclusive) to `to` (exclusive).
    public long size(int from, int to) {
        long product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    /// Returns the row-major strides, in elements.
    public long[] strides() {
        long[] strides = new long[dims.length];
        long stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, dims[i]);
        }
        return strides;
    }

    /// Returns the shape that both shapes broadcast to by NumPy's rule: aligned at the last axis, extents are
    /// equal or 1.
    ///
    /// @throws ShapeException naming `op` if they do not fit
    public static Shape broadcast(String op, Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int x = i <= a.rank() ? a.dims[a.rank() - i] : 1;
            int y = i <= b.rank() ? b.dims[b.rank() - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw ShapeException.of(op, "shapes that broadcast", a, b);
            }
            dims[rank - i] = x == 1 ? y : x;
        }
        return of(dims);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
