package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Depthwise convolution over time with shared filters: see [Taps].
///
/// @param taps how the taps lie
public record Convolve(Taps taps) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec x = in.get(0);
        Spec w = in.get(1);
        if (x.dtype() != w.dtype() || !x.dtype().isFloating()) {
            throw DTypeException.of(opName(), "two operands of one floating type", x.dtype(), w.dtype());
        }
        Shape a = x.shape();
        Shape b = w.shape();
        boolean fits = a.rank() == 3
                && (b.rank() == 2 || (b.rank() == 4 && b.dim(0) == a.dim(0) && b.dim(1) == a.dim(1)))
                && b.dim(-1) > 0
                && (a.dim(2) == 0 || (b.dim(-2) > 0 && b.dim(-2) <= a.dim(2)));
        if (!fits) {
            throw ShapeException.of(
                    opName(), "[batch, time, channels] and [heads, taps] or [batch, time, heads, taps]", a, b);
        }
        return List.of(x);
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.convolutions().convolve(taps, in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor g = b.gradient();
        Tensor x = b.x();
        Tensor w = b.in().get(1);
        return Arrays.asList(
                b.needs(0) ? Ops.apply(new ConvolveInputGradient(taps), w, g) : null,
                b.needs(1) ? Ops.apply(new ConvolveWeightGradient(taps, w.shape()), x, g) : null);
    }
}
