package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Softmax over the last axis: eˣ / Σ eˣ; gradient y ⊙ (g − Σ g ⊙ y).
public record Softmax() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Check.floatingRows(opName(), in.get(0));
        return in;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.rows().softmax(Check.rows(in.get(0)), Check.rows(out.get(0)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(Ops.apply(new SoftmaxGradient(), b.y(), b.gradient()));
    }
}
