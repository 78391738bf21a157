package io.gatun.nn;

import io.gatun.tensor.Tensor;

/// A linear map of the last axis: `x · weightᵀ + bias`.
///
/// @param weight `[out, in]`
/// @param bias `[out]`, or null
public record Linear(Tensor weight, Tensor bias) {

    /// Makes a map whose weights have this standard deviation, and whose bias, if any, is 0.
    public static Linear create(Parameters parameters, int in, int out, Init init) {
        Tensor weight = parameters.normal("weight", init.deviation(), out, in);
        return new Linear(weight, init.bias() ? parameters.full("bias", 0, out) : null);
    }

    /// How the map begins.
    ///
    /// @param deviation the standard deviation of its weights
    /// @param bias whether it has a bias
    public record Init(double deviation, boolean bias) {}

    /// Returns `[…, out]` of `[…, in]`.
    public Tensor forward(Tensor x) {
        Tensor y = x.matmul(weight.transpose());
        return bias == null ? y : y.add(bias);
    }
}
