package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.optim.AdamSettings;
import io.gatun.optim.AdamW;
import io.gatun.optim.Optimizer;
import io.gatun.optim.Schedule;
import io.gatun.optim.WeightDecay;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compiles and runs the examples of docs/autograd.md.
class AutogradGuideTest {

    @Test
    void gradients() {
        Tensor x = Tensor.of(3f, -4f);
        Gradients gradients = Gradients.of(() -> x.mul(x).add(x).sum(), x);

        double loss = gradients.loss().item(); // 24: Σ x² + x
        float[] slope = gradients.get(x).toArray(); // 7, −7: 2x + 1

        assertThat(loss).isEqualTo(24);
        assertThat(slope).containsExactly(7f, -7f);
    }

    @Test
    void training() {
        Generator random = Generator.seeded(1);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("hidden.weight", Tensor.normal(random, 2, 32));
        weights.put("hidden.bias", Tensor.zeros(32));
        weights.put("output.weight", Tensor.normal(random, 32, 1).mul(0.2));
        Optimizer optimizer = new AdamW(
                weights, AdamSettings.DEFAULT.with(WeightDecay.of(0.01).except(name -> name.endsWith("bias"))));
        Schedule schedule = Schedule.parse("constant:0.02*warmup:20*cosine:20:200");

        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            losses.add(Memory.scope(() -> {
                Tensor x = Tensor.uniform(random, 32, 2);
                Tensor y = x.sum(1).unsqueeze(1); // to be learnt: a + b
                Gradients gradients = Gradients.of(
                        () -> x.matmul(weights.get("hidden.weight"))
                                .add(weights.get("hidden.bias"))
                                .gelu()
                                .matmul(weights.get("output.weight"))
                                .sub(y)
                                .square()
                                .mean(),
                        weights.values());
                double norm = GradientNorm.clip(gradients, 1);
                if (Double.isFinite(norm)) {
                    optimizer.step(gradients, schedule);
                }
                return gradients.loss().item();
            }));
        }

        assertThat(losses.getFirst()).isGreaterThan(0.1);
        assertThat(losses.subList(190, 200)).allMatch(loss -> loss < 1e-3);
    }

    @Test
    void keeping() {
        Tensor x = Tensor.of(3f, -4f);
        List<Tensor> kept = new ArrayList<>();
        Gradients.of(
                () -> {
                    Tensor squares = x.square();
                    kept.add(Memory.keep(squares)); // else it is freed in the backward walk
                    return squares.sum();
                },
                x);

        assertThat(kept.getFirst().toArray()).containsExactly(9f, 16f);
    }

    @Test
    void micro_batches() {
        Tensor w = Tensor.of(1f, 2f);
        List<Tensor> parts = Tensor.uniform(Generator.seeded(2), 8, 2).chunk(4, 0);
        GradientAccumulator sum = new GradientAccumulator(List.of(w));
        for (Tensor part : parts) {
            Memory.scope(() -> sum.add(Gradients.of(() -> part.mul(w).square().mean(), w)));
        }
        Gradients mean = sum.mean();

        assertThat(mean.get(w).toDoubles()).doesNotContain(0);
    }

    @Test
    void checkpoints() {
        Generator dropout = Generator.seeded(7);
        Tensor x = Tensor.of(0.5f, 1f, 2f);
        Gradients gradients = Gradients.of(
                () -> Checkpoint.run(dropout, () -> x.exp().sin().dropout(0.5, dropout))
                        .sum(),
                x);

        assertThat(gradients.get(x).size()).isEqualTo(3);
    }

    @Test
    void second_order() {
        Tensor x = Tensor.of(2f, -1f);
        Tensor v = Tensor.of(1f, 0.5f);
        // the Hessian of Σ x⁴, diag(12 x²), times v
        Gradients product = Gradients.of(
                () -> Gradients.of(() -> x.square().square().sum(), x)
                        .get(x)
                        .mul(v)
                        .sum(),
                x);

        assertThat(product.get(x).toArray()).containsExactly(new float[] {48f, 6f}, within(1e-5f));
    }

    @Test
    void checks() {
        Tensor a = Tensor.normal(Generator.seeded(3), 2, 3);
        Tensor b = Tensor.normal(Generator.seeded(4), 3, 2);
        GradientCheck.Report report =
                GradientCheck.of(in -> in.get(0).matmul(in.get(1)).softmax(), List.of(a, b));

        assertThat(report.reference().error()).isLessThan(1e-7); // float64 against finite differences
        assertThat(report.backend().error()).isLessThan(1e-4); // this machine's float32 against float64
    }

    @Test
    void the_guide_shows_these_examples() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "autograd.md"));
        String source = squeezed(
                Files.readString(Path.of("src", "test", "java", "io", "gatun", "autograd", "AutogradGuideTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);
        int count = 0;
        while (blocks.find()) {
            count++;
            assertThat(source).contains(squeezed(blocks.group(1)));
        }

        assertThat(count).isEqualTo(7);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
