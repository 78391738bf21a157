package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.Tensor;
import java.util.Map;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): the weights are first multiplied
/// by `1 − rate · decay`.
public final class AdamW implements Optimizer {

    static final String NAME = "adamw";

    private final Adam adam;

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param settings the constants
    public AdamW(Map<String, Tensor> parameters, AdamSettings settings) {
        this.adam = new Adam(NAME, parameters, settings);
    }

    @Override
    public void step(Gradients gradients, double rate) {
        adam.step(gradients, rate);
    }

    @Override
    public long steps() {
        return adam.steps();
    }

    @Override
    public Map<String, Tensor> parameters() {
        return adam.parameters();
    }

    @Override
    public Map<String, Tensor> state() {
        return adam.state();
    }

    @Override
    public void restore(long steps, Map<String, Tensor> state) {
        adam.restore(steps, state);
    }
}
