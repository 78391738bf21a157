package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Layer norm over the last axis (Ba et al. 2016): `(x − mean) / sqrt(variance + ε) ⊙ weight + bias`. The
/// second result holds mean and scale of each row, for the gradient.
///
/// @param epsilon added to the variance
public record LayerNorm(double epsilon) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec x = in.get(0);
        Check.floatingRows(opName(), x);
        Check.lastAxis(opName(), x, in.get(1));
        Check.lastAxis(opName(), x, in.get(2));
        return List.of(x, x.with(x.shape().with(-1, 2)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Rows.Norm norm = new Rows.Norm(Check.rows(in.get(0)), in.get(1), epsilon);
        kernels.rows().layerNorm(norm, in.get(2), Check.rows(out.get(0)), Check.rows(out.get(1)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor g = b.gradient();
        List<Tensor> both = Ops.applyAll(
                new LayerNormGradient(epsilon), b.x(), b.in().get(1), b.out().get(1), g);
        return Arrays.asList(
                both.get(0), both.get(1), b.needs(2) ? g.sumTo(b.in().get(2).shape()) : null);
    }
}
