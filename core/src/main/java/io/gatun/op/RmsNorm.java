package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Root-mean-square norm over the last axis (Zhang and Sennrich 2019): `x / sqrt(mean(x²) + ε) ⊙ weight`. The
/// second result is the scale of each row, for the gradient.
///
/// @param epsilon added to the mean square
public record RmsNorm(double epsilon) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Check.floatingRows(opName(), in.get(0));
        Check.lastAxis(opName(), in.get(0), in.get(1));
        return List.of(in.get(0), Check.withoutLast(in.get(0)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Rows.Norm norm = new Rows.Norm(Check.rows(in.get(0)), in.get(1), epsilon);
        kernels.rows().rmsNorm(norm, Check.rows(out.get(0)), Check.vector(out.get(1)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return Ops.applyAll(
                new RmsNormGradient(epsilon), b.x(), b.in().get(1), b.out().get(1), b.gradient());
    }
}
