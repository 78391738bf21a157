package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// The gradient of [Convolve] for the filters, from `x` and `g`. It is linear in both.
///
/// @param taps how the taps lie
/// @param shape the extents of the filters
public record ConvolveWeightGradient(Taps taps, Shape shape) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0).with(shape));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.convolutions().weightGradient(taps, in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor x = b.in().get(0);
        Tensor g = b.in().get(1);
        Tensor h = b.gradient();
        return Arrays.asList(
                b.needs(0) ? Ops.apply(new ConvolveInputGradient(taps), h, g) : null,
                b.needs(1) ? Ops.apply(new Convolve(taps), x, h) : null);
    }
}
