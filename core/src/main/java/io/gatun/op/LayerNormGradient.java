package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// The gradients of [LayerNorm] for `x` and `weight`, from `x`, `weight`, the statistics and `g`.
///
/// @param epsilon added to the variance
public record LayerNormGradient(double epsilon) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0), in.get(1));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Rows.Norm norm = new Rows.Norm(Check.rows(in.get(0)), in.get(1), epsilon);
        Rows.NormGradient result = new Rows.NormGradient(Check.rows(out.get(0)), out.get(1));
        kernels.rows().layerNormGradient(norm, Check.rows(in.get(2)), Check.rows(in.get(3)), result);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor x = b.x();
        Tensor w = b.in().get(1);
        int last = x.rank() - 1;
        Tensor s = b.in().get(2).slice(last, 1, 2);
        Tensor normal = x.sub(b.in().get(2).slice(last, 0, 1)).mul(s);
        Tensor g = b.in().get(3);
        Tensor h = Check.orZeros(b.g().get(0), x);
        Tensor k = Check.orZeros(b.g().get(1), w);
        Tensor u = w.mul(g);
        Tensor un = Check.rowMean(u.mul(normal));
        Tensor hn = Check.rowMean(h.mul(normal));
        Tensor du = project(h, normal).mul(s);
        Tensor dg = w.mul(du).add(k.mul(normal));
        Tensor ds = Check.rowMean(h.mul(u))
                .sub(Check.rowMean(u).mul(Check.rowMean(h)))
                .sub(un.mul(hn)); // over the extent
        Tensor dn = k.mul(g).sub(s.mul(u.mul(hn).add(un.mul(h))));
        Tensor dx = project(dn, normal).sub(ds.mul(s).mul(normal)).mul(s);
        return Arrays.asList(dx, g.mul(du).sumTo(w.shape()), null, dg);
    }

    /// Returns `v` without its parts along ones and along the normalised row.
    private static Tensor project(Tensor v, Tensor normal) {
        return v.sub(Check.rowMean(v)).sub(normal.mul(Check.rowMean(v.mul(normal))));
    }
}
