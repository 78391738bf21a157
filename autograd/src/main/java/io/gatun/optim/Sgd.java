package io.gatun.optim;

import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Gradient descent, with heavy-ball momentum if wanted (Polyak 1964): `v = momentum · v + g + decay ·
/// θ`, then `θ −= rate · v`.
public final class Sgd extends SlottedOptimizer {

    private static final String VELOCITY = "velocity";

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
        super(new Slots("sgd", parameters, p -> momentum == 0 ? Map.of() : Map.of(VELOCITY, p.shape())), 1);
        this.momentum = momentum;
        this.decay = decay;
    }

    /// Creates the optimizer without momentum and decay.
    public Sgd(Map<String, Tensor> parameters) {
        this(parameters, 0, WeightDecay.NONE);
    }

    @Override
    double[] numbers(double rate, long step) {
        return new double[] {rate};
    }

    @Override
    void update(Updates kernels, List<Slots.Ready> parameters, View step) {
        kernels.sgd(
                parameters.stream()
                        .map(ready -> new Updates.Sgd(
                                ready.target(),
                                ready.parameter().view(VELOCITY),
                                decay.of(ready.parameter().name())))
                        .toList(),
                step,
                momentum);
    }
}
