package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Product with a transposed matrix in 8 bits: `y[i, j] = s[j] · Σ_p x[i, p] · q[j, p]` for `x [m, k]`, `q [n, k]`
/// of [DType#I8] and a scale of each of its rows, `s [n]`.
public record ScaledMatMul() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec x = in.get(0);
        Spec q = in.get(1);
        Spec s = in.get(2);
        if (!x.dtype().isFloating() || q.dtype() != DType.I8 || !s.dtype().isFloating()) {
            throw DTypeException.of(
                    opName(), "a floating type, i8 and a floating type", x.dtype(), q.dtype(), s.dtype());
        }
        boolean fits =
                x.shape().rank() == 2 && q.shape().rank() == 2 && s.shape().rank() == 1;
        if (!fits
                || x.shape().dim(1) != q.shape().dim(1)
                || q.shape().dim(0) != s.shape().dim(0)) {
            throw ShapeException.of(opName(), "[m, k], [n, k] and [n]", x.shape(), q.shape(), s.shape());
        }
        return List.of(x.with(x.shape().with(1, s.shape().dim(0))));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.products().matmulScaled(in.get(0), in.get(1), in.get(2), out.get(0));
    }

    /// The weights are constants; that of a scale is there for who trains it.
    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor g = b.gradient();
        DType dtype = g.dtype();
        Tensor scales = b.in().get(2);
        Tensor dX = null;
        if (b.needs(0)) {
            dX = g.mul(scales.to(dtype)).matmul(b.in().get(1).to(dtype));
        }
        Tensor dScales = null;
        if (b.needs(2)) {
            Tensor unscaled = b.x().matmul(b.in().get(1).to(dtype).transpose());
            dScales = g.mul(unscaled).sum(0).to(scales.dtype());
        }
        return Arrays.asList(dX, null, dScales);
    }
}
