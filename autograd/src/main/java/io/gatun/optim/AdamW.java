package io.gatun.optim;

import io.gatun.tensor.Tensor;
import java.util.Map;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): the weights are first
/// multiplied by `1 − rate · decay`.
public final class AdamW extends Adam {

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param settings the constants
    public AdamW(Map<String, Tensor> parameters, AdamSettings settings) {
        super("adamw", parameters, settings, true);
    }
}
