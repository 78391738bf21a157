package io.gatun.op;

import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The axes in another order.
///
/// @param order which axis of the operand each axis of the result is
public record Permute(List<Integer> order) implements ViewOp {

    /// Returns the op for these axes, which may be counted from the end.
    public static Permute of(Shape shape, int... order) {
        List<Integer> axes = new ArrayList<>();
        for (int axis : order) {
            axes.add(shape.axis(axis));
        }
        if (axes.size() != shape.rank() || axes.stream().distinct().count() != axes.size()) {
            throw new ShapeException(
                    "permute: expected each axis of " + shape + " once, got " + Arrays.toString(order));
        }
        return new Permute(List.copyOf(axes));
    }

    /// Returns the order that exchanges two axes.
    public static int[] exchange(Shape shape, int a, int b) {
        int[] order = new int[shape.rank()];
        Arrays.setAll(order, i -> i);
        order[shape.axis(a)] = shape.axis(b);
        order[shape.axis(b)] = shape.axis(a);
        return order;
    }

    @Override
    public View view(View x) {
        int[] dims = new int[order.size()];
        long[] strides = new long[order.size()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = x.dim(order.get(i));
            strides[i] = x.stride(order.get(i));
        }
        return new View(x.address(), x.dtype(), Shape.of(dims), strides);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        int[] inverse = new int[order.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[order.get(i)] = i;
        }
        return List.of(b.gradient().permute(inverse));
    }
}
