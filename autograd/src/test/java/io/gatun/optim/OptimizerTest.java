package io.gatun.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {

    static List<Arguments> optimizers() {
        return List.of(
                row("sgd", p -> new Sgd(p, 0.9, WeightDecay.NONE)),
                row("adam", p -> new Adam(p, AdamSettings.DEFAULT)),
                row("adamw", p -> new AdamW(p, AdamSettings.DEFAULT.with(WeightDecay.of(0.1)))),
                row("adafactor", p -> new Adafactor(p, AdafactorSettings.T5.with(Factoring.ALWAYS))));
    }

    private static Arguments row(String name, Function<Map<String, Tensor>, Optimizer> make) {
        return Arguments.of(name, make);
    }

    /// Takes steps towards a fixed target.
    private static void train(Optimizer optimizer, int steps) {
        for (int i = 0; i < steps; i++) {
            Memory.scope(() -> {
                Gradients gradients = Gradients.of(
                        () -> optimizer.parameters().values().stream()
                                .map(p -> p.to(DType.F32).sub(1).square().sum())
                                .reduce(Tensor::add)
                                .orElseThrow(),
                        optimizer.parameters().values());
                optimizer.step(gradients, Schedule.constant(0.05).times(Schedule.warmup(3)));
            });
        }
    }

    private static Map<String, Tensor> parameters(DType dtype) {
        Generator generator = Generator.seeded(4);
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("a", Tensor.normal(generator, 3, 4).to(dtype));
        parameters.put("b", Tensor.normal(generator, 5).to(dtype));
        return parameters;
    }

    private static Map<String, Tensor> copies(Map<String, Tensor> tensors) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> copies.put(name, tensor.copy()));
        return copies;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void goes_on_from_a_checkpoint_to_the_bit(String name, Function<Map<String, Tensor>, Optimizer> make) {
        for (DType dtype : List.of(DType.F32, DType.BF16)) {
            Optimizer straight = make.apply(parameters(dtype));
            train(straight, 4);
            Map<String, Tensor> weights = copies(straight.parameters());
            Map<String, Tensor> state = copies(straight.state());
            train(straight, 4);

            Optimizer resumed = make.apply(weights);
            resumed.restore(4, state);
            train(resumed, 4);

            assertThat(resumed.steps()).isEqualTo(8);
            straight.parameters()
                    .forEach((key, value) -> assertThat(
                                    resumed.parameters().get(key).toArray())
                            .as(name + " " + dtype + " " + key)
                            .isEqualTo(value.toArray()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("optimizers")
    void lowers_the_loss(String name, Function<Map<String, Tensor>, Optimizer> make) {
        Map<String, Tensor> parameters = parameters(DType.F32);
        double before = parameters.get("a").sub(1).square().sum().item();

        train(make.apply(parameters), 30);

        assertThat(parameters.get("a").sub(1).square().sum().item()).as(name).isLessThan(before / 2);
    }

    @Test
    void keeps_a_float32_master_of_bfloat16_weights() {
        Tensor p = Tensor.of(1f).to(DType.BF16);
        Sgd sgd = new Sgd(Map.of("p", p));
        Tensor g = Tensor.of(1f).to(DType.BF16);
        for (int i = 0; i < 100; i++) {
            sgd.step(Gradients.given(g, List.of(new Gradients.Entry(p, g))), 1e-4);
        }

        // a bfloat16 just below 1 is 0.996: without a master no single step would be seen
        assertThat(p.dtype()).isEqualTo(DType.BF16);
        assertThat(sgd.state().get("p/master").toArray()[0]).isBetween(0.98999f, 0.99001f);
        assertThat(p.toArray()[0]).isBetween(0.988f, 0.992f);
    }

    @Test
    void does_not_decay_what_is_excluded() {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        parameters.put("layer.weight", Tensor.of(1f));
        parameters.put("layer.bias", Tensor.of(1f));
        Optimizer sgd = new Sgd(parameters, 0, WeightDecay.of(0.5).except(name -> name.endsWith(".bias")));
        List<Gradients.Entry> zeros = parameters.values().stream()
                .map(p -> new Gradients.Entry(p, Tensor.zeros(1)))
                .toList();

        sgd.step(Gradients.given(Tensor.scalar(0), zeros), 1);

        assertThat(parameters.get("layer.weight").toArray()).containsExactly(0.5f);
        assertThat(parameters.get("layer.bias").toArray()).containsExactly(1f);
    }

    @Test
    void refuses_what_it_cannot_update() {
        Tensor p = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);

        assertThatThrownBy(() -> new Sgd(Map.of("p", p.transpose())))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("contiguous");
        assertThatThrownBy(() -> new Sgd(Map.of("p", Tensor.ofInts(Shape.of(1), 1))))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("parameter p");
        assertThatThrownBy(() -> new Sgd(Map.of("p", p, "q", p)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same tensor");
    }

    @Test
    void refuses_a_step_that_lacks_a_gradient_or_a_rate_and_changes_nothing() {
        Tensor p = Tensor.of(1f);
        Tensor q = Tensor.of(1f);
        Map<String, Tensor> both = new LinkedHashMap<>();
        both.put("p", p);
        both.put("q", q);
        Sgd sgd = new Sgd(both);
        Gradients one = Gradients.of(() -> p.sum(), p);
        Gradients all = Gradients.of(() -> p.sum(), p, q);

        assertThatThrownBy(() -> sgd.step(one, 0.1)).hasMessageContaining("parameter q");
        assertThatThrownBy(() -> sgd.step(all, Double.NaN)).hasMessageContaining("rate");
        assertThat(p.item()).isEqualTo(1);
        assertThat(sgd.steps()).isZero();
    }

    @Test
    void refuses_a_state_that_is_not_its_own() {
        Optimizer adam = new Adam(parameters(DType.F32), AdamSettings.DEFAULT);
        Map<String, Tensor> state = copies(adam.state());
        state.remove("b/first");
        assertThatThrownBy(() -> adam.restore(1, state)).hasMessageContaining("'b/first' f32[5]");

        state.put("b/first", Tensor.zeros(4));
        assertThatThrownBy(() -> adam.restore(1, state)).hasMessageContaining("got f32[4]");

        state.put("b/first", Tensor.zeros(5));
        state.put("c/first", Tensor.zeros(5));
        assertThatThrownBy(() -> adam.restore(1, state)).hasMessageContaining("'c/first'");
    }

    @Test
    void makes_no_garbage_in_a_scope() {
        Map<String, Tensor> parameters = parameters(DType.BF16);
        Optimizer adam = new Adam(parameters, AdamSettings.DEFAULT);
        train(adam, 1);
        long before = Memory.usedBytes();
        train(adam, 3);

        assertThat(Memory.usedBytes()).isLessThanOrEqualTo(before);
    }

    @Test
    void parameters_that_are_widened_are_updated_some_at_a_time() {
        List<Slots.Parameter> parameters = new java.util.ArrayList<>();
        int[] sizes = {9, 3, 4, 2, 12};
        for (int i = 0; i < sizes.length; i++) {
            parameters.add(new Slots.Parameter("p" + i, Tensor.zeros(sizes[i]).to(DType.BF16), Map.of()));
        }
        parameters.add(2, new Slots.Parameter("f", Tensor.zeros(100), Map.of()));

        List<List<String>> groups = Slots.groups(parameters, 8).stream()
                .map(group -> group.stream().map(Slots.Parameter::name).toList())
                .toList();

        assertThat(groups)
                .containsExactlyInAnyOrder(
                        List.of("p0"), List.of("p1", "p2"), List.of("p3"), List.of("p4"), List.of("f"));
    }
}
