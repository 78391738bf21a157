package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.kernel.Backends;
import io.gatun.nn.Pass;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole models in float64 on the reference kernels against finite differences.
class ModelGradientTest {

    private static final double STEP = 1e-5;

    private static final Batch BATCH = Batch.of(
            List.of(
                    new EncodedExample(new int[] {5, 6, 7, 8, 1}, new int[] {9, 10, 1}),
                    new EncodedExample(new int[] {11, 12, 1}, new int[] {13, 14, 15, 1})),
            1,
            0,
            1);

    static Stream<ModelConfig> configs() {
        return Stream.of(Architecture.values()).flatMap(a -> Stream.of(TestModels.config(a), TestModels.unusual(a)));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void the_gradient_of_the_loss_is_its_finite_difference(ModelConfig config) {
        Ops.with(Backends.reference(), () -> {
            EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(5), DType.F64);
            // dropout with the same masks every time: the loss is a smooth function all the same
            Gradients gradients =
                    Gradients.of(() -> loss(model), model.weights().values());
            Random random = new Random(6);
            for (Map.Entry<String, Tensor> weight : model.weights().entrySet()) {
                double[] direction =
                        random.doubles(weight.getValue().size(), 0.5, 1.5).toArray();
                double expected = difference(model, weight.getValue(), direction);
                double[] gradient = gradients.get(weight.getValue()).toDoubles();
                double actual = 0;
                for (int i = 0; i < direction.length; i++) {
                    actual += gradient[i] * direction[i];
                }
                assertThat(actual).as(weight.getKey()).isCloseTo(expected, within(1e-6 * (1 + Math.abs(expected))));
            }
            return null;
        });
    }

    private static Tensor loss(EncoderDecoder model) {
        return model.loss(BATCH, new Pass(0.1, 0.1, Generator.seeded(7)), 1e-4);
    }

    /// Returns the derivative of the loss along a direction in which one weight moves.
    private static double difference(EncoderDecoder model, Tensor weight, double... direction) {
        return Memory.scope(() -> {
            Tensor before = weight.copy();
            Tensor step = Tensor.ofDoubles(weight.shape(), direction).mul(STEP);
            weight.assign(before.add(step));
            double above = loss(model).item();
            weight.assign(before.sub(step));
            double below = loss(model).item();
            weight.assign(before);
            return (above - below) / (2 * STEP);
        });
    }
}
