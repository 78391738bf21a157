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

/// Elements `[outer, m, inner]` added up at int32 indices of the middle axis of `[outer, extent, inner]`.
///
/// @param extent the extent of the result's middle axis
public record ScatterAdd(int extent) implements Op {

    /// Returns the sums along an axis.
    public static Tensor scatter(Tensor x, int axis, Tensor index, int extent) {
        int at = x.shape().axis(axis);
        if (!index.shape().equals(x.shape()) || extent < 0) {
            throw ShapeException.of("scatteradd", "operands of one shape", x.shape(), index.shape());
        }
        return Ops.apply(new ScatterAdd(extent), Axes.middle(x, at), Axes.middle(index, at))
                .reshape(x.shape().with(at, extent).toArray());
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        if (in.get(1).dtype() != DType.I32) {
            throw DTypeException.of(opName(), "i32 indices", in.get(1).dtype());
        }
        return List.of(in.get(0).with(in.get(0).shape().with(1, extent)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.indexing().scatterAdd(in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return Arrays.asList(Ops.apply(new Gather(), b.gradient(), b.in().get(1)), null);
    }
}
