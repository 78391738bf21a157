package io.gatun.optim;

import java.util.function.Predicate;

/// How much weights are pulled towards 0, and which.
///
/// @param rate the decay, at least 0
/// @param applies whether it applies to the parameter of that name
public record WeightDecay(double rate, Predicate<String> applies) {

    /// No decay.
    public static final WeightDecay NONE = of(0);

    /// Checks the rate.
    public WeightDecay {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight decay: expected a rate of at least 0, got " + rate);
        }
    }

    /// Returns a decay of all parameters.
    public static WeightDecay of(double rate) {
        return new WeightDecay(rate, _ -> true);
    }

    /// Returns this decay without the parameters whose name matches, such as biases and gains of norms.
    public WeightDecay except(Predicate<String> excluded) {
        return new WeightDecay(rate, applies.and(excluded.negate()));
    }

    /// Returns the decay of a parameter.
    double of(String name) {
        return applies.test(name) ? rate : 0;
    }
}
