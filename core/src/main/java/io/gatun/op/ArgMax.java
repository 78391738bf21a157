package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.List;

/// The index of the first largest element of the middle axis of `[outer, n, inner]`.
public record ArgMax() implements Op {

    /// Returns the indices along an axis, which is dropped.
    public static Tensor along(Tensor x, int axis) {
        int index = x.shape().axis(axis);
        return Ops.apply(new ArgMax(), Axes.middle(x, index))
                .reshape(x.shape().remove(index).toArray());
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Shape shape = in.get(0).shape();
        if (shape.dim(1) == 0) {
            throw new ShapeException("argmax: expected at least one element to choose from, got none");
        }
        return List.of(new Spec(DType.I32, shape.remove(1)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.reductions().argMax(in.get(0), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return b.none();
    }
}
