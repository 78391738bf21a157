package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// The gradient of [Convolve] for `x`, from the filters and `g`. It is linear in both, so its own gradients are
/// convolutions again.
///
/// @param taps how the taps lie
public record ConvolveInputGradient(Taps taps) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(1));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.convolutions().inputGradient(taps, in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor w = b.in().get(0);
        Tensor g = b.in().get(1);
        Tensor h = b.gradient();
        return Arrays.asList(
                b.needs(0) ? Ops.apply(new ConvolveWeightGradient(taps, w.shape()), h, g) : null,
                b.needs(1) ? Ops.apply(new Convolve(taps), h, w) : null);
    }
}
