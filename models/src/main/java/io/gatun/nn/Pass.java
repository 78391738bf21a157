package io.gatun.nn;

import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;

/// One run through a model: with dropout while training, without it otherwise.
///
/// @param dropout the probability of dropping an activation
/// @param dropConnect the probability of dropping a convolution's tap
/// @param generator where dropout takes its random numbers from; null if both are 0
public record Pass(double dropout, double dropConnect, Generator generator) {

    /// Nothing is dropped.
    public static final Pass INFERENCE = new Pass(0, 0, null);

    /// Returns `x` with some elements dropped.
    public Tensor drop(Tensor x) {
        return dropout == 0 ? x : x.dropout(dropout, generator);
    }

    /// Returns convolution taps with some dropped, not renormalised (Wan et al. 2013).
    public Tensor dropTaps(Tensor taps) {
        return dropConnect == 0 ? taps : taps.dropout(dropConnect, generator);
    }
}
