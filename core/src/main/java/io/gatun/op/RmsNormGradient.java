package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// The gradients of [RmsNorm] for `x`, `weight`, from `x`, `weight`, the scale and `g`.
///
/// @param epsilon added to the mean square
public record RmsNormGradient(double epsilon) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0), in.get(1));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Rows.Norm norm = new Rows.Norm(Check.rows(in.get(0)), in.get(1), epsilon);
        Rows.NormGradient result = new Rows.NormGradient(Check.rows(out.get(0)), out.get(1));
        kernels.rows().rmsNormGradient(norm, Check.vector(in.get(2)), Check.rows(in.get(3)), result);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        throw Check.noSecondDerivative(opName());
    }
}
