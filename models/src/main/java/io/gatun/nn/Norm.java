package io.gatun.nn;

import io.gatun.tensor.Tensor;
import java.util.Optional;

/// Root-mean-square norm (Zhang and Sennrich 2019) or layer norm (Ba et al. 2016) over the last axis.
///
/// @param weight the gain, `[d]`
/// @param bias `[d]` for layer norm, none for the root-mean-square norm
public record Norm(Tensor weight, Optional<Tensor> bias) {

    private static final double RMS_EPSILON = 1e-6; // T5's
    private static final double LAYER_EPSILON = 1e-5; // PyTorch's

    /// Makes a norm that begins as the identity up to scale.
    public static Norm create(Parameters parameters, int d, boolean layerNorm) {
        Tensor weight = parameters.full("weight", 1, d);
        return new Norm(weight, layerNorm ? Optional.of(parameters.full("bias", 0, d)) : Optional.empty());
    }

    /// Returns the normalised rows.
    public Tensor forward(Tensor x) {
        return bias.map(shift -> x.layerNorm(weight, shift, LAYER_EPSILON))
                .orElseGet(() -> x.rmsNorm(weight, RMS_EPSILON));
    }
}
