package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Gated linear unit (Dauphin et al. 2017): `a ⊙ sigmoid(b)` for the halves of the last axis.
public record Glu() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec x = in.get(0);
        Check.floatingRows(opName(), x);
        int width = x.shape().dim(-1);
        if (width % 2 != 0) {
            throw ShapeException.of(opName(), "an even last extent", x.shape());
        }
        return List.of(x.with(x.shape().with(-1, width / 2)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.rows().glu(Check.rows(in.get(0)), Check.rows(out.get(0)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(Ops.apply(new GluGradient(), b.x(), b.gradient()));
    }
}
