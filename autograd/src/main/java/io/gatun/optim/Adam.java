package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.kernel.Updates;
import io.gatun.tensor.Tensor;
import java.util.Map;

/// Adam (Kingma and Ba 2015, algorithm 1); weight decay, if any, is added to the gradient.
public final class Adam implements Optimizer {

    private static final String FIRST = "first";
    private static final String SECOND = "second";

    private final Slots slots;
    private final AdamSettings settings;
    private final boolean decoupled;

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param settings the constants
    public Adam(Map<String, Tensor> parameters, AdamSettings settings) {
        this("adam", parameters, settings);
    }

    /// Creates Adam or, by name, AdamW.
    Adam(String name, Map<String, Tensor> parameters, AdamSettings settings) {
        this.settings = settings;
        this.decoupled = name.equals(AdamW.NAME);
        this.slots = new Slots(name, parameters, p -> Map.of(FIRST, p.shape(), SECOND, p.shape()));
    }

    @Override
    public void step(Gradients gradients, double rate) {
        slots.update(
                gradients,
                rate,
                (kernels, target, parameter) -> kernels.adam(
                        target, parameter.view(FIRST), parameter.view(SECOND), constants(rate, parameter.name())));
    }

    private Updates.Adam constants(double rate, String name) {
        double decay = settings.decay().of(name);
        return new Updates.Adam(
                rate,
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                decoupled ? 0 : decay,
                decoupled ? decay : 0,
                slots.steps());
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
