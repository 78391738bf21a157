package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import io.gatun.tensor.TopKResult;
import java.util.List;

/// The largest elements of each row of `[rows, n]`.
///
/// @param k how many
public record TopK(int k) implements Op {

    /// Returns the `k` largest elements along the last axis.
    public static TopKResult of(Tensor x, int k) {
        int n = x.dim(-1);
        if (k < 0 || k > n) {
            throw new ShapeException("topk: expected 0 <= k <= " + n + " for " + x.shape() + ", got " + k);
        }
        List<Tensor> out =
                Ops.applyAll(new TopK(k), x.reshape(Math.toIntExact(x.shape().size(0, x.rank() - 1)), n));
        int[] shape = x.shape().with(-1, k).toArray();
        return new TopKResult(out.get(0).reshape(shape), out.get(1).reshape(shape));
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Shape shape = in.get(0).shape().with(1, k);
        return List.of(in.get(0).with(shape), new Spec(DType.I32, shape));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.reductions().topK(in.get(0), out.get(0), out.get(1));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(b.gradient().scatterAdd(1, b.out().get(1), b.x().dim(1)));
    }
}
