package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// The gradient of [Softmax]: `y ⊙ (g − Σ g ⊙ y)` over the last axis, of its result `y` and `g`.
public record SoftmaxGradient() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.rows().softmaxGradient(Check.rows(in.get(0)), Check.rows(in.get(1)), Check.rows(out.get(0)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor y = b.in().get(0);
        Tensor g = b.in().get(1);
        Tensor h = b.gradient();
        int last = y.rank() - 1;
        Tensor gy = g.mul(y).sum(-1).unsqueeze(last);
        Tensor hy = h.mul(y).sum(-1).unsqueeze(last);
        return List.of(h.mul(g.sub(gy)).sub(g.mul(hy)), y.mul(h.sub(hy)));
    }
}
