package io.gatun.op;

import io.gatun.kernel.Dense;
import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Contiguous elements under another shape.
///
/// @param shape the new extents
public record Reshape(Shape shape) implements ViewOp {

    /// Returns the op that gives `x` these extents, one of which may be -1.
    public static Reshape to(Tensor x, int... dims) {
        return new Reshape(resolve(x.shape(), dims));
    }

    /// Returns whether no copy is needed.
    public static boolean viewable(Tensor x, int... dims) {
        return x.isContiguous() || strides(Dense.view(x), resolve(x.shape(), dims)) != null;
    }

    private static Shape resolve(Shape from, int... dims) {
        int[] resolved = dims.clone();
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] != -1) {
                known *= dims[i];
            } else if (unknown < 0) {
                unknown = i;
            } else {
                throw new ShapeException("reshape: at most one extent may be -1, got " + Arrays.toString(dims));
            }
        }
        if (unknown >= 0 && known != 0 && from.size() % known == 0) {
            resolved[unknown] = Math.toIntExact(from.size() / known);
            known = from.size();
        }
        if (known != from.size() || unknown >= 0 && resolved[unknown] < 0) {
            throw new ShapeException("reshape: expected a shape of " + from.size() + " elements for " + from + ", got "
                    + Arrays.toString(dims));
        }
        return Shape.of(resolved);
    }

    /// Returns the extents with axes `from` to `to` merged.
    public static int[] flattened(Shape shape, int from, int to) {
        int first = shape.axis(from);
        int last = shape.axis(to);
        if (first > last) {
            throw new ShapeException("flatten: expected axes in order, got " + from + " and " + to);
        }
        int[] dims = new int[shape.rank() - (last - first)];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i < first ? shape.dim(i) : shape.dim(i + last - first);
        }
        dims[first] = Math.toIntExact(shape.size(first, last + 1));
        return dims;
    }

    /// Returns the extents without an axis of extent 1.
    public static int[] squeezed(Shape shape, int axis) {
        if (shape.dim(axis) != 1) {
            throw new ShapeException("squeeze: expected extent 1 at axis " + axis + ", got " + shape);
        }
        return shape.remove(axis).toArray();
    }

    /// Returns the extents with a new axis of extent 1.
    public static int[] unsqueezed(Shape shape, int axis) {
        int index = axis < 0 ? axis + shape.rank() + 1 : axis;
        if (index < 0 || index > shape.rank()) {
            throw new ShapeException("unsqueeze: axis " + axis + " is out of range for shape " + shape);
        }
        return shape.insert(index, 1).toArray();
    }

    @Override
    public View view(View x) {
        return new View(x.address(), x.dtype(), shape, x.isContiguous() ? shape.strides() : strides(x, shape));
    }

    /// Returns the strides that see `x` as `shape`, or null if there are none: groups of axes of both shapes
    /// with equal products are matched, and a group of `x` must be evenly strided within itself.
    private static long[] strides(View x, Shape shape) {
        long[] strides = new long[shape.rank()];
        int from = 0;
        int to = 0;
        while (from < x.shape().rank() || to < shape.rank()) {
            int fromStart = from;
            int toStart = to;
            long a = from < x.shape().rank() ? x.dim(from++) : 1;
            long b = to < shape.rank() ? shape.dim(to++) : 1;
            while (a != b) {
                if (a < b) {
                    a *= x.dim(from++);
                } else {
                    b *= shape.dim(to++);
                }
            }
            long stride = 1;
            boolean first = true;
            for (int i = from - 1; i >= fromStart; i--) {
                if (x.dim(i) == 1) {
                    continue;
                }
                if (!first && x.stride(i) != stride) {
                    return null;
                }
                stride = (first ? x.stride(i) : stride) * x.dim(i);
                first = false;
            }
            long inner = 1;
            long unit = first ? 1 : stride / a;
            for (int i = to - 1; i >= toStart; i--) {
                strides[i] = unit * inner;
                inner *= shape.dim(i);
            }
        }
        return strides;
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(b.gradient().reshape(b.x().shape().toArray()));
    }
}
