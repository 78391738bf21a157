package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientAccumulatorTest {

    private final Generator generator = Generator.seeded(8);
    private final Tensor w = Tensor.normal(generator, 3, 2);
    private final Tensor x = Tensor.normal(generator, 12, 3);

    private Tensor loss(Tensor rows) {
        return rows.matmul(w).tanh().square().mean();
    }

    @Test
    void gives_the_gradient_of_the_whole_batch() {
        Gradients whole = Gradients.of(() -> loss(x), w);
        GradientAccumulator sum = new GradientAccumulator(List.of(w));
        for (Tensor part : x.chunk(4, 0)) {
            Memory.scope(() -> sum.add(Gradients.of(() -> loss(part), w)));
        }
        Gradients mean = sum.mean();

        assertThat(sum.parts()).isEqualTo(4);
        assertThat(mean.get(w).toArray()).containsExactly(whole.get(w).toArray(), within(1e-7f));
        assertThat(mean.loss().item()).isCloseTo(whole.loss().item(), within(1e-7));
    }

    @Test
    void begins_again_after_clear() {
        GradientAccumulator sum = new GradientAccumulator(List.of(w));
        sum.add(Gradients.of(() -> loss(x), w));
        sum.clear();
        assertThatThrownBy(sum::mean).isInstanceOf(IllegalStateException.class);

        Gradients once = Gradients.of(() -> loss(x), w);
        sum.add(once);

        assertThat(sum.sum().get(w).toArray()).isEqualTo(once.get(w).toArray());
        assertThat(sum.sum().loss().item()).isEqualTo(once.loss().item());
    }

    @Test
    void adds_bfloat16_gradients_in_float32() {
        Tensor p = Tensor.of(1f).to(DType.BF16);
        GradientAccumulator sum = new GradientAccumulator(List.of(p));
        Tensor small = Tensor.of(1f / 512).to(DType.BF16);
        sum.add(Gradients.vectorJacobian(() -> p.mul(1), Tensor.of(1f).to(DType.BF16), List.of(p)));
        sum.add(Gradients.vectorJacobian(() -> p.mul(1), small, List.of(p)));

        assertThat(sum.sum().get(p).toArray()).containsExactly(1 + 1f / 512); // a bfloat16 would round it to 1
    }

    @Test
    void names_a_missing_gradient() {
        GradientAccumulator sum = new GradientAccumulator(List.of(w));

        assertThatThrownBy(() -> sum.add(Gradients.of(() -> x.sum(), x))).hasMessageContaining("f32[3, 2]");
    }
}
