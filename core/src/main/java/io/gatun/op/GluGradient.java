package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// The gradient of [Glu] for `x`, from `x` and `g`.
public record GluGradient() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.rows().gluGradient(Check.rows(in.get(0)), Check.rows(in.get(1)), Check.rows(out.get(0)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        throw Check.noSecondDerivative(opName());
    }
}
