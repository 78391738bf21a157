package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
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
        Tensor x = b.x();
        Tensor w = b.in().get(1);
        Tensor s = b.in().get(2).unsqueeze(x.rank() - 1);
        Tensor g = b.in().get(3);
        Tensor h = Check.orZeros(b.g().get(0), x);
        Tensor k = Check.orZeros(b.g().get(1), w);
        Tensor u = w.mul(g);
        Tensor ux = Check.rowMean(u.mul(x));
        Tensor hx = Check.rowMean(h.mul(x));
        Tensor s2 = s.square();
        Tensor du = s.mul(h.sub(s2.mul(hx).mul(x)));
        Tensor dg = w.mul(du).add(s.mul(k).mul(x));
        Tensor ds = Check.rowMean(h.mul(u).add(k.mul(g).mul(x)))
                .sub(s2.mul(ux).mul(hx).mul(3)); // over the extent
        Tensor dx =
                k.mul(g).sub(s2.mul(u.mul(hx).add(ux.mul(h)).add(ds.mul(x)))).mul(s);
        return Arrays.asList(dx, g.mul(du).sumTo(w.shape()), null, dg);
    }
}
