package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Updates;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Adafactor without momentum (Shazeer and Stern 2018, algorithms 4 and 5, as implemented in Mesh TensorFlow).
///
/// With `β = 1 − t^−0.8` and `G = g² + ε₁`, a matrix keeps running means `R` of the rows of `G` and `C` of its
/// columns; the update is `U = g / √(R Cᵀ / mean R)`, or `g / √V` where the second moment is not factored. `U`
/// is divided by `max(1, RMS(U) / clip)` and subtracted, times `rate · max(ε₂, RMS(θ))`. There is no bias
/// correction, weight decay or momentum.
///
/// [Schedule#relativeStep] is the step size that the paper recommends.
public final class Adafactor implements Optimizer {

    private static final String ROW = "row";
    private static final String COLUMN = "column";
    private static final String SECOND = "second";

    private final Slots slots;
    private final AdafactorSettings settings;

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param settings the constants
    public Adafactor(Map<String, Tensor> parameters, AdafactorSettings settings) {
        this.settings = settings;
        this.slots = new Slots("adafactor", parameters, parameter -> layout(settings.factoring(), parameter.shape()));
    }

    private static Map<String, Shape> layout(Factoring factoring, Shape shape) {
        Optional<int[]> order = factoring.order(shape);
        if (order.isEmpty()) {
            return Map.of(SECOND, shape);
        }
        Shape matrices = permuted(shape, order.get());
        return Map.of(ROW, matrices.remove(-1), COLUMN, matrices.remove(-2));
    }

    private static Shape permuted(Shape shape, int... order) {
        return Shape.of(Arrays.stream(order).map(shape::dim).toArray());
    }

    @Override
    public void step(Gradients gradients, double rate) {
        slots.update(gradients, rate, (kernels, target, parameter) -> {
            Updates.Adafactor constants = constants(rate);
            Optional<int[]> order =
                    settings.factoring().order(target.parameter().shape());
            if (order.isEmpty()) {
                kernels.adafactor(target, parameter.view(SECOND), constants);
            } else if (isSorted(order.get())) {
                kernels.adafactorFactored(target, parameter.view(ROW), parameter.view(COLUMN), constants);
            } else {
                Tensor gradient = gradients.get(parameter.tensor());
                throughCopies(
                        parameter,
                        gradient,
                        order.get(),
                        copies -> kernels.adafactorFactored(
                                copies, parameter.view(ROW), parameter.view(COLUMN), constants));
            }
        });
    }

    private Updates.Adafactor constants(double rate) {
        double decay = 1 - Math.pow((double) slots.steps(), -settings.decayExponent());
        return new Updates.Adafactor(
                rate, decay, settings.epsilon1(), settings.epsilon2(), settings.clip(), settings.scaled());
    }

    private static boolean isSorted(int... order) {
        return Arrays.equals(order, Arrays.stream(order).sorted().toArray());
    }

    /// Applies an update to copies with the axes in another order: the kernel factors the last two.
    private static void throughCopies(
            Slots.Parameter parameter, Tensor gradient, int[] order, Consumer<Updates.Target> update) {
        Tensor weights = parameter.weights();
        Tensor w = weights.permute(order).contiguous();
        Tensor g = gradient.to(weights.dtype()).permute(order).contiguous();
        try {
            update.accept(new Updates.Target(Dense.view(w), Dense.view(g)));
        } finally {
            Reference.reachabilityFence(g);
        }
        int[] inverse = new int[order.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[order[i]] = i;
        }
        weights.assign(w.permute(inverse));
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
