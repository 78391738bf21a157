package io.gatun.nn;

import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// A gated linear unit, `linear(x) ⊙ sigmoid(gate(x))` (Dauphin et al. 2017), or a linear map if it has no
/// gate.
///
/// @param linear the map to what is gated
/// @param gate the map to the gate, of the same extents
public record GatedLinear(Linear linear, Optional<Linear> gate) {

    /// Makes maps of `d` channels to `d`.
    public static GatedLinear create(Parameters parameters, int d, boolean gated, boolean biases) {
        Linear.Init init = Linear.Init.keepingVariance(d, biases);
        Linear linear = Linear.create(parameters.at("linear"), d, d, init);
        return new GatedLinear(
                linear, gated ? Optional.of(Linear.create(parameters.at("gate"), d, d, init)) : Optional.empty());
    }

    /// Returns `[…, out]` of `[…, in]`.
    public Tensor forward(Tensor x) {
        if (gate.isEmpty()) {
            return linear.forward(x);
        }
        // one product and one fused gate; for few rows, putting the weights side by side would cost as much
        long rows = x.size() / Math.max(1, x.dim(-1));
        return rows >= linear.weight().rows()
                        && linear.weight() instanceof Weight.Full first
                        && gate.get().weight() instanceof Weight.Full second
                ? joined(gate.get(), List.of(first.matrix(), second.matrix()))
                        .forward(x)
                        .glu()
                : linear.forward(x).mul(gate.get().forward(x).sigmoid());
    }

    private Linear joined(Linear gate, List<Tensor> weights) {
        return new Linear(
                new Weight.Full(Tensor.concat(0, weights)),
                linear.bias()
                        .map(bias -> Tensor.concat(0, List.of(bias, gate.bias().orElseThrow()))));
    }
}
