package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Running sums along the middle axis of `[outer, n, inner]`.
///
/// @param reverse whether to begin at the end
public record CumulativeSum(boolean reverse) implements Op {

    /// Returns the running sums along an axis.
    public static Tensor along(Tensor x, int axis, boolean reverse) {
        int index = x.shape().axis(axis);
        return Ops.apply(new CumulativeSum(reverse), Axes.middle(x, index))
                .reshape(x.shape().toArray());
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        if (in.get(0).dtype() == DType.BOOL) {
            throw DTypeException.of(opName(), "a number type", DType.BOOL);
        }
        return in;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.reductions().cumulativeSum(in.get(0), out.get(0), reverse);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(along(b.gradient(), 1, !reverse));
    }
}
