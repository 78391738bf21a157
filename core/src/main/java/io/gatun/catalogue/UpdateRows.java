package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;

import io.gatun.catalogue.Row.Limits;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The rows of optimizer updates: each changes the weights and the slots in place, of one parameter or,
/// where its operands are cut into pieces, of many.
final class UpdateRows {

    private static final Domain ANY = between(-1, 1);
    private static final Domain POSITIVE = between(0.1, 1);
    private static final Set<DType> COMPUTED = Set.of(DType.F32, DType.F64);
    private static final int MANY = 150; // more parameters than a launch on a device takes at once

    private static final int LARGE = 3 * 4096 + 5; // more than one block of a device takes

    private UpdateRows() {}

    /// Changes parameters in place.
    ///
    /// @param <P> a parameter
    private interface Update<P> {
        void apply(Updates kernels, List<P> parameters, View step);
    }

    /// What an optimizer does at one step.
    ///
    /// @param parameter makes a parameter of its target and its slots
    /// @param update changes parameters
    /// @param step the numbers of the step
    private record Optimizer<P>(
            BiFunction<Updates.Target, List<View>, P> parameter, Update<P> update, List<Double> step) {

        /// Returns the case of operands `weights, gradient, slots …`, cut into this many parameters along
        /// the first axis.
        Case of(int pieces, Operand... operands) {
            Operand[] constants = Arrays.stream(operands).map(Operand::constant).toArray(Operand[]::new);
            return Case.computing(
                    in -> {
                        List<Tensor> changed = in.stream().map(Tensor::copy).toList();
                        Tensor numbers = Tensor.ofDoubles(
                                        Shape.of(step.size()),
                                        step.stream().mapToDouble(x -> x).toArray())
                                .to(changed.getFirst().device());
                        List<P> parameters = IntStream.range(0, pieces)
                                .mapToObj(i -> piece(changed, i, pieces))
                                .toList();
                        update.apply(Ops.kernels(changed.getFirst()).updates(), parameters, Dense.view(numbers));
                        Reference.reachabilityFence(numbers);
                        Reference.reachabilityFence(changed);
                        return changed;
                    },
                    constants);
        }

        private P piece(List<Tensor> tensors, int i, int pieces) {
            List<View> views = tensors.stream()
                    .map(Dense::view)
                    .map(view -> pieces == 1 ? view : cut(view, i, pieces))
                    .toList();
            return parameter.apply(new Updates.Target(views.get(0), views.get(1)), views.subList(2, views.size()));
        }

        private static View cut(View view, int i, int pieces) {
            int extent = view.dim(0) / pieces;
            return view.slice(0, i * extent, extent);
        }
    }

    /// Returns a row of an update with this many slots of the weights' shape.
    private static Row elementwise(String name, int slots, Optimizer<?>... optimizers) {
        IntFunction<Operand[]> vectors = n -> IntStream.range(0, 2 + slots)
                .mapToObj(i -> drawn(i < 2 ? ANY : POSITIVE, n))
                .toArray(Operand[]::new);
        Case[] cases = Arrays.stream(optimizers)
                .flatMap(optimizer -> IntStream.of(1, 37, 1030, 0).mapToObj(n -> optimizer.of(1, vectors.apply(n))))
                .toArray(Case[]::new);
        Case[] all = Arrays.copyOf(cases, cases.length + 2);
        all[cases.length] = optimizers[0].of(MANY, vectors.apply(7 * MANY));
        all[cases.length + 1] = optimizers[0].of(2, vectors.apply(2 * LARGE));
        return Row.of(name, new Limits(COMPUTED, Tolerance.sums(), 0), all)
                .benchmark(optimizers[0].of(1, vectors.apply(1 << 18)));
    }

    static Row sgd() {
        return elementwise(
                "sgd",
                1,
                new Optimizer<>(
                        (target, slots) -> new Updates.Sgd(target, slots.getFirst(), 0.01),
                        (kernels, parameters, step) -> kernels.sgd(parameters, step, 0.9),
                        List.of(0.1)),
                new Optimizer<>(
                        (target, _) -> new Updates.Sgd(target, null, 0),
                        (kernels, parameters, step) -> kernels.sgd(parameters, step, 0),
                        List.of(0.1)));
    }

    static Row adam() {
        return elementwise(
                "adam",
                2,
                new Optimizer<>(
                        (target, slots) -> new Updates.Adam(target, slots.get(0), slots.get(1), 0.01, 0.1),
                        (kernels, parameters, step) ->
                                kernels.adam(parameters, step, new Updates.AdamConstants(0.9, 0.98, 1e-6)),
                        List.of(0.01, 0.99, 0.9)),
                new Optimizer<>(
                        (target, slots) -> new Updates.Adam(target, slots.get(0), slots.get(1), 0, 0),
                        (kernels, parameters, step) ->
                                kernels.adam(parameters, step, new Updates.AdamConstants(0.9, 0.999, 1e-8)),
                        List.of(0.01, 0.1, 0.001)));
    }

    private static final Updates.AdafactorConstants SCALED = new Updates.AdafactorConstants(1e-30, 1e-3, 1, true);
    private static final Updates.AdafactorConstants UNSCALED = new Updates.AdafactorConstants(1e-30, 1e-3, 0.5, false);

    private static Optimizer<Updates.Adafactor> adafactor(Updates.AdafactorConstants constants, double decay) {
        return new Optimizer<>(
                (target, slots) -> new Updates.Adafactor(target, slots.get(0), slots.size() == 1 ? null : slots.get(1)),
                (kernels, parameters, step) -> kernels.adafactor(parameters, step, constants),
                List.of(0.01, decay));
    }

    static Row adafactor() {
        return elementwise("adafactor", 1, adafactor(SCALED, 0.8), adafactor(UNSCALED, 0));
    }

    static Row adafactorFactored() {
        return Row.of(
                        "adafactorfactored",
                        new Limits(COMPUTED, Tolerance.sums(), 0),
                        adafactor(SCALED, 0.8).of(1, matrices(1, 1)),
                        adafactor(UNSCALED, 0).of(1, matrices(7, 37)),
                        adafactor(SCALED, 0.8).of(1, matrices(33, 65)),
                        adafactor(SCALED, 0.8).of(1, matrices(3, 5, 9)),
                        adafactor(SCALED, 0.8).of(1, matrices(130, 131)),
                        adafactor(SCALED, 0.8).of(MANY, matrices(2 * MANY, 3, 5)))
                .benchmark(adafactor(SCALED, 0.8).of(1, matrices(512, 512)));
    }

    private static Operand[] matrices(int... shape) {
        int[] row = Arrays.copyOf(shape, shape.length - 1);
        int[] column = row.clone();
        column[column.length - 1] = shape[shape.length - 1];
        return new Operand[] {drawn(ANY, shape), drawn(ANY, shape), drawn(POSITIVE, row), drawn(POSITIVE, column)};
    }
}
