package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.Tensor;
import java.util.Map;

/// Gradient descent, with heavy-ball momentum if wanted (Polyak 1964): `v = momentum · v + g + decay · θ`, then
/// `θ −= rate · v`.
public final class Sgd implements Optimizer {

    private static final String VELOCITY = "velocity";

    private final Slots slots;
    private final double momentum;
    private final WeightDecay decay;

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param momentum 0 for none; below 1
    /// @param decay coupled weight decay
    public Sgd(Map<String, Tensor> parameters, double momentum, WeightDecay decay) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("sgd: expected a momentum 0 <= m < 1, got " + momentum);
        }
        this.momentum = momentum;
        this.decay = decay;
        this.slots = new Slots("sgd", parameters, p -> momentum == 0 ? Map.of() : Map.of(VELOCITY, p.shape()));
    }

    /// Creates the optimizer without momentum and decay.
    public Sgd(Map<String, Tensor> parameters) {
        this(parameters, 0, WeightDecay.NONE);
    }

    @Override
    public void step(Gradients gradients, double rate) {
        slots.update(
                gradients,
                rate,
                (kernels, target, parameter) ->
                        kernels.sgd(target, parameter.view(VELOCITY), rate, momentum, decay.of(parameter.name())));
    }

    @Override
    public long steps() {
        return slots.steps();
    }

    @Override
    public Map<String, Tensor> parameters() {
        return slots.tensors();
    }

    @Override
    public Map<String, Tensor> state() {
        return slots.state();
    }

    @Override
    public void restore(long steps, Map<String, Tensor> state) {
        slots.restore(steps, state);
    }
}
