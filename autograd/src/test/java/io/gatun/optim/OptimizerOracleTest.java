package io.gatun.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.autograd.Gradients;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with trajectories that PyTorch made: see `src/test/scripts/optimizer_trajectories.py`.
class OptimizerOracleTest {

    private static final Map<String, Function<Map<String, Tensor>, Optimizer>> OPTIMIZERS = Map.of(
            "sgd", Sgd::new,
            "sgd-decay", p -> new Sgd(p, 0, WeightDecay.of(0.1)),
            "sgd-momentum", p -> new Sgd(p, 0.9, WeightDecay.of(0.01)),
            "adam", p -> new Adam(p, AdamSettings.DEFAULT),
            "adam-decay", p -> new Adam(p, new AdamSettings(0.8, 0.95, 1e-6, WeightDecay.of(0.1))),
            "adamw", p -> new AdamW(p, AdamSettings.DEFAULT.with(WeightDecay.of(0.01))),
            "adamw-decay", p -> new AdamW(p, new AdamSettings(0.9, 0.98, 1e-9, WeightDecay.of(0.3))));

    private static JsonObject fixture() throws IOException {
        try (InputStream in = OptimizerOracleTest.class.getResourceAsStream("trajectories.json")) {
            return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8), "trajectories.json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "sgd-decay", "sgd-momentum", "adam", "adam-decay", "adamw", "adamw-decay"})
    void follows_pytorch(String name) throws IOException {
        JsonObject fixture = fixture();
        double[] start = doubles(fixture.numbers("start"));
        double[] rates = doubles(fixture.numbers("rates"));
        List<?> trajectory = fixture.object("trajectories").list(name);
        Tensor exact = Tensor.ofDoubles(Shape.of(start.length), start);
        Tensor single = exact.to(DType.F32);
        Optimizer optimizer = OPTIMIZERS.get(name).apply(Map.of("exact", exact, "single", single));

        for (int step = 1; step <= rates.length; step++) {
            Tensor g = gradient(step, start.length);
            optimizer.step(given(exact, g, single, g.to(DType.F32)), rates[step - 1]);

            double[] expected = ((List<?>) trajectory.get(step - 1))
                    .stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
            assertThat(exact.toDoubles()).as("float64, step " + step).containsExactly(expected, within(1e-12));
            assertThat(single.toDoubles()).as("float32, step " + step).containsExactly(expected, within(3e-6));
        }
        assertThat(optimizer.steps()).isEqualTo(rates.length);
    }

    private static Gradients given(Tensor a, Tensor ga, Tensor b, Tensor gb) {
        return Gradients.given(Tensor.scalar(0), List.of(new Gradients.Entry(a, ga), new Gradients.Entry(b, gb)));
    }

    private static Tensor gradient(int step, int size) {
        double[] g = new double[size];
        for (int i = 0; i < size; i++) {
            g[i] = ((step * 7 + i * 3) % 11 - 5) / 10.0;
        }
        return Tensor.ofDoubles(Shape.of(size), g);
    }

    private static double[] doubles(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
