package io.gatun.nn;

import io.gatun.tensor.Tensor;
import java.util.Optional;

/// The feed-forward block: `relu(x W₁) W₂`, or T5.1.1's `(gelu(x W₀) ⊙ x W₁) W₂` (Shazeer 2020).
///
/// @param in the map to d_ff, `wi` (or `wi_1`)
/// @param gate the map to the gate, `wi_0`, if there is one
/// @param out the map back, `wo`
public record FeedForward(Linear in, Optional<Linear> gate, Linear out) {

    /// Makes the block with T5's initial values and names.
    public static FeedForward create(Parameters parameters, int d, int dff, boolean gated) {
        Linear.Init first = Linear.Init.keepingVariance(d, false);
        Optional<Linear> gate =
                gated ? Optional.of(Linear.create(parameters.at("wi_0"), d, dff, first)) : Optional.empty();
        Linear in = Linear.create(parameters.at(gated ? "wi_1" : "wi"), d, dff, first);
        return new FeedForward(
                in, gate, Linear.create(parameters.at("wo"), dff, d, Linear.Init.keepingVariance(dff, false)));
    }

    /// Returns `[…, d]` of `[…, d]`.
    public Tensor forward(Tensor x, Pass pass) {
        Tensor wide = in.forward(x);
        Tensor hidden = gate.map(map -> map.forward(x).geluTanh().mul(wide)).orElseGet(wide::relu);
        return out.forward(pass.drop(hidden));
    }
}
