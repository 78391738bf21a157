package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Elements of the middle axis of `[outer, n, inner]` that int32 indices `[outer, m, inner]` name.
public record Gather() implements Op {

    /// Returns the elements along an axis.
    public static Tensor gather(Tensor x, int axis, Tensor index) {
        int at = x.shape().axis(axis);
        if (index.rank() != x.rank() || !index.shape().with(at, x.dim(at)).equals(x.shape())) {
            throw ShapeException.of("gather", "extents that are equal but at axis " + axis, x.shape(), index.shape());
        }
        return Ops.apply(new Gather(), Axes.middle(x, at), Axes.middle(index, at))
                .reshape(index.shape().toArray());
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        if (in.get(1).dtype() != DType.I32) {
            throw DTypeException.of(opName(), "i32 indices", in.get(1).dtype());
        }
        return List.of(in.get(0).with(in.get(1).shape()));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.indexing().gather(in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return Arrays.asList(Ops.apply(new ScatterAdd(b.x().dim(1)), b.gradient(), b.in().get(1)), null);
    }
}
