package io.gatun.catalogue;

import static io.gatun.catalogue.Domain.between;
import static io.gatun.catalogue.Operand.drawn;

import io.gatun.catalogue.Row.Limits;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Spec;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.op.Dropout;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The rows of kernels that are no functions of tensors alone: random fills and in-place optimizer updates.
final class StatefulRows {

    private static final RandomKey KEY = new RandomKey(0x123456789ABCDEFL, 0xFEDCBA987654321L);
    private static final Domain ANY = between(-1, 1);
    private static final Domain POSITIVE = between(0.1, 1);
    private static final Set<DType> COMPUTED = Set.of(DType.F32, DType.F64);

    private StatefulRows() {}

    static List<Row> rows() {
        return List.of(
                Row.of(
                                "dropout",
                                Limits.floats(Tolerance.ulps(1)),
                                Case.of(new Dropout(0.1, KEY), drawn(ANY, 37)),
                                Case.of(new Dropout(0.5, KEY), drawn(ANY, 3, 67)),
                                Case.of(new Dropout(0, KEY), drawn(ANY, 1)),
                                Case.of(new Dropout(0.9, new RandomKey(0, 0)), drawn(ANY, 0)))
                        .benchmark(Case.of(new Dropout(0.1, KEY), drawn(ANY, 256, 2048))),
                fill(
                        "uniform",
                        Tolerance.EXACT,
                        out -> Ops.kernels(out).randoms().uniform(KEY, Dense.view(out))),
                fill(
                        "normal",
                        new Tolerance(4e-6, 4e-6),
                        out -> Ops.kernels(out).randoms().normal(KEY, Dense.view(out))),
                fill(
                        "fill",
                        Tolerance.EXACT,
                        out -> Ops.kernels(out).elementwise().fill(Dense.view(out), 0.1)),
                sgd(),
                adam(),
                adafactor(),
                adafactorFactored());
    }

    /// Returns the row of a kernel that fills; its operand gives the shape.
    private static Row fill(String name, Tolerance tolerance, Consumer<Tensor> kernel) {
        return Row.of(
                        name,
                        new Limits(Set.of(DType.F32), tolerance, 0),
                        fill(kernel, 1),
                        fill(kernel, 7),
                        fill(kernel, 37),
                        fill(kernel, 1030),
                        fill(kernel, 0))
                .benchmark(fill(kernel, 1 << 18));
    }

    private static Case fill(Consumer<Tensor> kernel, int n) {
        return Case.computing(
                in -> {
                    Tensor like = in.getFirst();
                    Tensor out = Dense.empty(new Spec(like.dtype(), like.shape()), like.device());
                    kernel.accept(out);
                    Reference.reachabilityFence(out);
                    return List.of(out);
                },
                drawn(ANY, n).constant());
    }

    /// Changes copies of tensors in place: the weights, their gradient, the slots.
    private interface Update {
        void apply(Updates kernels, Updates.Target target, List<View> slots);
    }

    private static Case update(Update update, Operand... operands) {
        Operand[] constants = new Operand[operands.length];
        for (int i = 0; i < operands.length; i++) {
            constants[i] = operands[i].constant();
        }
        return Case.computing(
                in -> {
                    List<Tensor> changed = in.stream().map(Tensor::copy).toList();
                    List<View> views = changed.stream().map(Dense::view).toList();
                    Updates.Target target = new Updates.Target(views.get(0), views.get(1));
                    update.apply(Ops.kernels(changed.getFirst()).updates(), target, views.subList(2, views.size()));
                    Reference.reachabilityFence(changed);
                    return changed;
                },
                constants);
    }

    /// Returns a row of an update with this many slots of the weights' shape.
    private static Row elementwise(String name, int slots, Update... updates) {
        Case[] cases = new Case[updates.length * 4];
        int next = 0;
        for (Update update : updates) {
            for (int n : new int[] {1, 37, 1030, 0}) {
                cases[next++] = update(update, vectors(n, slots));
            }
        }
        return Row.of(name, new Limits(COMPUTED, Tolerance.sums(), 0), cases)
                .benchmark(update(updates[0], vectors(1 << 18, slots)));
    }

    private static Operand[] vectors(int n, int slots) {
        Operand[] operands = new Operand[2 + slots];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = drawn(i < 2 ? ANY : POSITIVE, n);
        }
        return operands;
    }

    private static Row sgd() {
        return elementwise(
                "sgd",
                1,
                (kernels, target, slots) -> kernels.sgd(target, slots.getFirst(), 0.1, 0.9, 0.01),
                (kernels, target, _) -> kernels.sgd(target, null, 0.1, 0, 0));
    }

    private static Row adam() {
        Updates.Adam plain = new Updates.Adam(0.01, 0.9, 0.999, 1e-8, 0, 0, 1);
        Updates.Adam decayed = new Updates.Adam(0.01, 0.9, 0.98, 1e-6, 0.01, 0.1, 1000);
        return elementwise(
                "adam",
                2,
                (kernels, target, slots) -> kernels.adam(target, slots.get(0), slots.get(1), decayed),
                (kernels, target, slots) -> kernels.adam(target, slots.get(0), slots.get(1), plain));
    }

    private static final Updates.Adafactor SCALED = new Updates.Adafactor(0.01, 0.8, 1e-30, 1e-3, 1, true);
    private static final Updates.Adafactor UNSCALED = new Updates.Adafactor(0.01, 0, 1e-30, 1e-3, 0.5, false);

    private static Row adafactor() {
        return elementwise(
                "adafactor",
                1,
                (kernels, target, slots) -> kernels.adafactor(target, slots.getFirst(), SCALED),
                (kernels, target, slots) -> kernels.adafactor(target, slots.getFirst(), UNSCALED));
    }

    private static Row adafactorFactored() {
        return Row.of(
                        "adafactorfactored",
                        new Limits(COMPUTED, Tolerance.sums(), 0),
                        factored(SCALED, 1, 1),
                        factored(UNSCALED, 7, 37),
                        factored(SCALED, 33, 65),
                        factored(SCALED, 3, 5, 9))
                .benchmark(factored(SCALED, 512, 512));
    }

    private static Case factored(Updates.Adafactor constants, int... shape) {
        int[] row = java.util.Arrays.copyOf(shape, shape.length - 1);
        int[] column = row.clone();
        column[column.length - 1] = shape[shape.length - 1];
        return update(
                (kernels, target, slots) -> kernels.adafactorFactored(target, slots.get(0), slots.get(1), constants),
                drawn(ANY, shape),
                drawn(ANY, shape),
                drawn(POSITIVE, row),
                drawn(POSITIVE, column));
    }
}
