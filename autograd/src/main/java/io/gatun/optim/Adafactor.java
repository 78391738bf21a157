package io.gatun.optim;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Adafactor without momentum (Shazeer and Stern 2018, algorithms 4 and 5, as implemented in Mesh
/// TensorFlow).
///
/// With `β = 1 − t^−0.8` and `G = g² + ε₁`, a matrix keeps running means `R` of the rows of `G` and `C`
/// of its columns; the update is `U = g / √(R Cᵀ / mean R)`, or `g / √V` where the second moment is not
/// factored. `U` is divided by `max(1, RMS(U) / clip)` and subtracted, times `rate · max(ε₂, RMS(θ))`.
/// There is no bias correction, weight decay or momentum.
///
/// [Schedule#relativeStep] is the step size that the paper recommends.
public final class Adafactor extends SlottedOptimizer {

    private static final String ROW = "row";
    private static final String COLUMN = "column";
    private static final String SECOND = "second";

    private final AdafactorSettings settings;

    /// Creates the optimizer.
    ///
    /// @param parameters the parameters by name, contiguous tensors of floating types
    /// @param settings the constants
    public Adafactor(Map<String, Tensor> parameters, AdafactorSettings settings) {
        super(new Slots("adafactor", parameters, parameter -> layout(settings.factoring(), parameter.shape())), 2);
        this.settings = settings;
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
    double[] numbers(double rate, long step) {
        return new double[] {rate, 1 - Math.pow((double) step, -settings.decayExponent())};
    }

    @Override
    void update(Updates kernels, List<Slots.Ready> parameters, View step) {
        Updates.AdafactorConstants constants = new Updates.AdafactorConstants(
                settings.epsilon1(), settings.epsilon2(), settings.clip(), settings.scaled());
        List<Updates.Adafactor> inPlace = new ArrayList<>();
        for (Slots.Ready ready : parameters) {
            Slots.Parameter parameter = ready.parameter();
            Optional<int[]> order =
                    settings.factoring().order(parameter.tensor().shape());
            if (order.isEmpty()) {
                inPlace.add(new Updates.Adafactor(ready.target(), parameter.view(SECOND), null));
            } else if (isSorted(order.get())) {
                inPlace.add(factored(ready.target(), parameter));
            } else {
                Memory.scope(() -> throughCopies(
                        ready,
                        order.get(),
                        copies -> kernels.adafactor(List.of(factored(copies, parameter)), step, constants)));
            }
        }
        kernels.adafactor(inPlace, step, constants);
    }

    private static Updates.Adafactor factored(Updates.Target target, Slots.Parameter parameter) {
        return new Updates.Adafactor(target, parameter.view(ROW), parameter.view(COLUMN));
    }

    private static boolean isSorted(int... order) {
        return Arrays.equals(order, Arrays.stream(order).sorted().toArray());
    }

    /// Applies an update to copies with the axes in another order: the kernel factors the last two.
    private static void throughCopies(Slots.Ready ready, int[] order, Consumer<Updates.Target> update) {
        Tensor weights = ready.parameter().weights();
        Tensor w = weights.permute(order).contiguous();
        Tensor g = ready.gradient().permute(order).contiguous();
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
}
