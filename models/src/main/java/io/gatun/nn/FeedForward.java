package io.gatun.nn;

import io.gatun.tensor.Tensor;

/// The feed-forward block: `relu(x W₁) W₂`, or T5.1.1's `(gelu(x W₀) ⊙ x W₁) W₂` (Shazeer 2020).
///
/// @param in the map to d_ff, `wi` (or `wi_1`)
/// @param gate the map to the gate, `wi_0`; null if there is none
/// @param out the map back, `wo`
public record FeedForward(Linear in, Linear gate, Linear out) {

    /// Makes the block with T5's initial values and names.
    public static FeedForward create(Parameters parameters, int d, int dff, boolean gated) {
        Linear.Init first = new Linear.Init(Math.pow(d, -0.5), false);
        Linear gate = gated ? Linear.create(parameters.at("wi_0"), d, dff, first) : null;
        Linear in = Linear.create(parameters.at(gated ? "wi_1" : "wi"), d, dff, first);
        Linear out = Linear.create(parameters.at("wo"), dff, d, new Linear.Init(Math.pow(dff, -0.5), false));
        return new FeedForward(in, gate, out);
    }

    /// Returns `[…, d]` of `[…, d]`.
    public Tensor forward(Tensor x, Pass pass) {
        Tensor hidden =
                gate == null ? in.forward(x).relu() : gate.forward(x).geluTanh().mul(in.forward(x));
        return out.forward(pass.drop(hidden));
    }
}
