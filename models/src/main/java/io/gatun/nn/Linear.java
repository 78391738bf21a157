package io.gatun.nn;

import io.gatun.tensor.Tensor;
import java.util.Optional;

/// A linear map of the last axis: `x · weightᵀ + bias`.
///
/// @param weight `[out, in]`, or what stands for it
/// @param bias `[out]`, if there is one
public record Linear(Weight weight, Optional<Tensor> bias) {

    /// How the map begins.
    ///
    /// @param deviation the standard deviation of its weights
    /// @param bias whether it has a bias; it begins as 0
    public record Init(double deviation, boolean bias) {

        /// Weights of variance 1 / `in`, which keep the variance of what they map.
        public static Init keepingVariance(int in, boolean bias) {
            return new Init(Math.pow(in, -0.5), bias);
        }
    }

    /// Makes a map of `in` channels to `out`.
    public static Linear create(Parameters parameters, int in, int out, Init init) {
        Weight weight = parameters.matrix("weight", init.deviation(), out, in);
        return new Linear(weight, init.bias() ? Optional.of(parameters.full("bias", 0, out)) : Optional.empty());
    }

    /// Returns `[…, out]` of `[…, in]`.
    public Tensor forward(Tensor x) {
        Tensor y = weight.product(x);
        return bias.map(y::add).orElse(y);
    }
}
