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
        int last = b.x().rank() - 1;
        Tensor a = b.x().chunk(2, last).get(0);
        Tensor s = b.x().chunk(2, last).get(1).sigmoid();
        Tensor g = b.in().get(1);
        Tensor ha = b.gradient().chunk(2, last).get(0);
        Tensor hb = b.gradient().chunk(2, last).get(1);
        Tensor slope = s.sub(s.square());
        Tensor bend = slope.mul(s.mul(-2).add(1));
        Tensor da = hb.mul(g).mul(slope);
        Tensor db = g.mul(ha.mul(slope).add(hb.mul(a).mul(bend)));
        Tensor dg = ha.mul(s).add(hb.mul(a).mul(slope));
        return List.of(Tensor.concat(last, List.of(da, db)), dg);
    }
}
