package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
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
        int last = b.x().rank() - 1;
        Tensor targets = b.in().get(1);
        Tensor logSumExp = b.in().get(2).unsqueeze(last);
        Tensor g = b.in().get(3).unsqueeze(last);
        Tensor h = b.gradient();
        Tensor p = b.x().sub(logSumExp).exp();
        Tensor hp = h.mul(p);
        Tensor sum = hp.sum(-1).unsqueeze(last);
        Tensor factor = logSumExp.mul(2 * z).add(1);
        Tensor counts = targets.notEqual(targets.fullLike(ignore)).to(g.dtype()).unsqueeze(last);
        Tensor dx = hp.mul(factor)
                .add(p.mul(sum).mul(factor.neg().add(2 * z)))
                .mul(g)
                .mul(counts);
        Tensor hit = h.mul(targets.oneHot(h.dim(-1)).to(h.dtype())).sum(-1).unsqueeze(last);
        Tensor dg = sum.mul(factor).sub(hit).mul(counts).squeeze(last);
        return Arrays.asList(dx, null, null, dg);
    }
}
