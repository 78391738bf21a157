package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecondOrderTest {

    @Test
    void differentiates_a_gradient() {
        Tensor x = Tensor.of(2f, -1f);

        Gradients outer =
                Gradients.of(() -> Gradients.of(() -> x.pow(4).sum(), x).get(x).sum(), x);

        assertThat(outer.get(x).toArray()).containsExactly(48f, 12f); // 12 x²
    }

    @Test
    void differentiates_three_times() {
        Tensor x = Tensor.of(2f, -1f);

        Gradients third = Gradients.of(
                () -> Gradients.of(
                                () -> Gradients.of(
                                                () -> x.square().mul(x.square()).sum(), x)
                                        .get(x)
                                        .sum(),
                                x)
                        .get(x)
                        .sum(),
                x);

        assertThat(third.get(x).toArray()).containsExactly(48f, -24f); // 24 x
    }

    @Test
    void sees_the_inner_loss_too() {
        Tensor x = Tensor.of(3f);

        Gradients outer = Gradients.of(
                () -> {
                    Gradients inner = Gradients.of(() -> x.square().sum(), x);
                    return inner.loss().mul(inner.get(x).sum()); // x² · 2x
                },
                x);

        assertThat(outer.get(x).toArray()).containsExactly(54f); // 6 x²
    }

    @Test
    void computes_constants_where_the_inner_gradients_are_not_recorded() {
        Tensor x = Tensor.of(3f);

        Gradients outer = Gradients.of(
                () -> NoGrad.run(() -> Gradients.of(() -> x.square().sum(), x).get(x))
                        .mul(x)
                        .sum(),
                x);

        assertThat(outer.get(x).toArray()).containsExactly(6f);
    }

    static List<Arguments> functions() {
        Generator generator = Generator.seeded(3);
        Tensor a = Tensor.normal(generator, 3, 4);
        Tensor b = Tensor.normal(generator, 4, 3);
        Tensor vector = Tensor.normal(generator, 4);
        Tensor bias = Tensor.normal(generator, 4);
        Tensor sequence = Tensor.normal(generator, 2, 5, 4);
        Tensor filters = Tensor.normal(generator, 2, 3);
        Tensor four = Tensor.normal(generator, 2, 5, 2, 3);
        Tensor scores = Tensor.normal(generator, 1, 2, 5, 5);
        Tensor dynamic = Tensor.normal(generator, 2, 5, 2, 3);
        return List.of(
                row(
                        "matmul, tanh",
                        List.of(a, b),
                        in -> in.get(0).matmul(in.get(1)).tanh()),
                row("softmax", List.of(a), in -> in.get(0).softmax().square()),
                row("log-sum-exp", List.of(a), in -> in.get(0).logSumExp(1)),
                row(
                        "attention",
                        List.of(a, b),
                        in -> in.get(0)
                                .matmul(in.get(0).transpose())
                                .softmax()
                                .matmul(in.get(1).transpose())),
                row("fused attention", List.of(four, four, four, scores), in -> {
                    AttentionOptions options = AttentionOptions.scaled(0.5)
                            .withBias(in.get(3))
                            .withLengths(Tensor.ofInts(Shape.of(2), 3, 5))
                            .withDropout(0.3, Generator.seeded(9));
                    return in.get(0).attention(in.get(1), in.get(2), options).tanh();
                }),
                row(
                        "causal attention",
                        List.of(four),
                        in -> in.get(0)
                                .attention(
                                        in.get(0),
                                        in.get(0),
                                        AttentionOptions.scaled(1).asCausal())),
                row(
                        "lightweight convolution",
                        List.of(sequence, filters),
                        in -> in.get(0)
                                .depthwiseConvolution(in.get(1).softmax(), Taps.causal(3, 1))
                                .sigmoid()),
                row(
                        "dynamic convolution",
                        List.of(sequence, dynamic),
                        in -> in.get(0)
                                .depthwiseConvolution(in.get(1).softmax(), Taps.centred(3, 1))
                                .square()),
                row(
                        "composed norm, gelu",
                        List.of(a),
                        in -> in.get(0)
                                .mul(in.get(0)
                                        .square()
                                        .mean(1)
                                        .add(1e-3)
                                        .rsqrt()
                                        .unsqueeze(1))
                                .gelu()),
                row(
                        "root-mean-square norm",
                        List.of(a, vector),
                        in -> in.get(0).rmsNorm(in.get(1), 1e-3).square()),
                row(
                        "layer norm",
                        List.of(a, vector, bias),
                        in -> in.get(0).layerNorm(in.get(1), in.get(2), 1e-3).square()),
                row(
                        "cross-entropy",
                        List.of(a),
                        in -> in.get(0)
                                .crossEntropy(Tensor.ofInts(Shape.of(3), 2, -100, 0), -100, 0.01)
                                .square()),
                row("gated unit", List.of(a), in -> in.get(0).glu().square()),
                row(
                        "views",
                        List.of(a),
                        in -> in.get(0)
                                .transpose()
                                .slice(0, 1, 3)
                                .pad(1, 1, 0, 2)
                                .exp()
                                .mul(in.get(0).select(1, 0).sum())),
                row(
                        "cumulative sum, division",
                        List.of(a, b),
                        in -> in.get(0)
                                .cumulativeSum(1)
                                .div(in.get(1).transpose().square().add(1))));
    }

    private static Arguments row(String name, List<Tensor> point, Function<List<Tensor>, Tensor> function) {
        return Arguments.of(name, point, function);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void second_derivatives_agree_with_differences_of_gradients(
            String name, List<Tensor> point, Function<List<Tensor>, Tensor> function) {
        List<Integer> all = IntStream.range(0, point.size()).boxed().toList();

        GradientCheck.Report report = GradientCheck.secondOrder(function, point, all);

        assertThat(report.reference().error())
                .as(name + ": " + report.reference())
                .isLessThan(1e-6);
        assertThat(report.backend().error()).as(name + ": " + report.backend()).isLessThan(2e-4);
    }
}
