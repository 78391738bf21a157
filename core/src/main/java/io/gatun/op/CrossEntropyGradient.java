package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// The gradient of [CrossEntropy] for the logits, from logits, targets, log Σ exp x and `g`.
///
/// @param ignore the target that does not count
/// @param z weight of the z-loss
public record CrossEntropyGradient(int ignore, double z) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Rows.CrossEntropy rows = new Rows.CrossEntropy(Check.rows(in.get(0)), Check.vector(in.get(1)), ignore, z);
        View lse = Check.vector(in.get(2));
        kernels.rows().crossEntropyGradient(rows, lse, Check.vector(in.get(3)), Check.rows(out.get(0)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        throw Check.noSecondDerivative(opName());
    }
}
