package io.gatun.nn;

import io.gatun.tensor.Tensor;

/// Root-mean-square norm (Zhang and Sennrich 2019) or layer norm (Ba et al. 2016) over the last axis.
///
/// @param weight the gain, `[d]`
/// @param bias `[d]` for layer norm, null for the root-mean-square norm
public record Norm(Tensor weight, Tensor bias) {

    private static final double RMS_EPSILON = 1e-6; // T5's
    private static final double LAYER_EPSILON = 1e-5; // PyTorch's

    /// Makes a norm that begins as the identity up to scale.
    public static Norm create(Parameters parameters, int d, boolean layerNorm) {
        Tensor weight = parameters.full("weight", 1, d);
        return new Norm(weight, layerNorm ? parameters.full("bias", 0, d) : null);
    }

    /// Returns the normalised rows.
    public Tensor forward(Tensor x) {
        return bias == null ? x.rmsNorm(weight, RMS_EPSILON) : x.layerNorm(weight, bias, LAYER_EPSILON);
    }
}
