package io.gatun.optim;

import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Adam (Kingma and Ba 2015, algorithm 1); weight decay, if any, is added to the gradient.
public sealed class Adam extends SlottedOptimizer permits AdamW {

    private static final String FIRST = "first";
    private static final String SECOND = "second";

    private final AdamSettings settings;
    private final boolean decoupled;

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param settings the constants
    public Adam(Map<String, Tensor> parameters, AdamSettings settings) {
        this("adam", parameters, settings, false);
    }

    /// @param decoupled whether weight decay is AdamW's
    Adam(String name, Map<String, Tensor> parameters, AdamSettings settings, boolean decoupled) {
        super(new Slots(name, parameters, p -> Map.of(FIRST, p.shape(), SECOND, p.shape())), 3);
        this.settings = settings;
        this.decoupled = decoupled;
    }

    @Override
    double[] numbers(double rate, long step) {
        return new double[] {
            rate, 1 - Math.pow(settings.beta1(), (double) step), 1 - Math.pow(settings.beta2(), (double) step)
        };
    }

    @Override
    void update(Updates kernels, List<Slots.Ready> parameters, View step) {
        kernels.adam(
                parameters.stream().map(this::withMoments).toList(),
                step,
                new Updates.AdamConstants(settings.beta1(), settings.beta2(), settings.epsilon()));
    }

    private Updates.Adam withMoments(Slots.Ready ready) {
        Slots.Parameter parameter = ready.parameter();
        double decay = settings.decay().of(parameter.name());
        return new Updates.Adam(
                ready.target(),
                parameter.view(FIRST),
                parameter.view(SECOND),
                decoupled ? 0 : decay,
                decoupled ? decay : 0);
    }
}
