package io.gatun.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.tensor.DType;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientNormTest {

    private static Gradients gradients(Tensor... values) {
        List<Gradients.Entry> entries = new ArrayList<>();
        for (Tensor value : values) {
            entries.add(new Gradients.Entry(value.fullLike(0), value));
        }
        return Gradients.given(Tensor.scalar(0), entries);
    }

    @Test
    void goes_over_all_gradients() {
        assertThat(GradientNorm.of(gradients(Tensor.of(3f), Tensor.of(0f, 4f), Tensor.zeros(0))))
                .isEqualTo(5);
        assertThat(GradientNorm.of(gradients())).isZero();
    }

    @Test
    void scales_down_to_the_limit_and_returns_the_norm_there_was() {
        Tensor a = Tensor.of(3f);
        Tensor b = Tensor.of(0f, 4f);

        assertThat(GradientNorm.clip(gradients(a, b), 1)).isEqualTo(5);
        assertThat(a.toArray()[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(b.toArray()).containsExactly(new float[] {0, 0.8f}, within(1e-6f));
        assertThat(GradientNorm.of(gradients(a, b))).isCloseTo(1, within(1e-6));
    }

    @Test
    void leaves_small_gradients_alone() {
        Tensor a = Tensor.of(3f, 4f);

        assertThat(GradientNorm.clip(gradients(a), 5)).isEqualTo(5);
        assertThat(a.toArray()).containsExactly(3f, 4f);
    }

    @Test
    void is_right_where_squares_overflow() {
        Tensor a = Tensor.of(3e30f, 4e30f);

        assertThat(GradientNorm.clip(gradients(a), 10)).isCloseTo(5e30, within(1e25));
        assertThat(a.toArray()).containsExactly(new float[] {6, 8}, within(1e-5f));
    }

    @Test
    void takes_gradients_of_several_types() {
        assertThat(GradientNorm.of(
                        gradients(Tensor.of(3f).to(DType.BF16), Tensor.of(4f).to(DType.F64))))
                .isEqualTo(5);
    }

    @Test
    void tells_of_values_that_are_not_finite_and_changes_nothing() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Tensor a = Tensor.of(7f, bad);

            assertThat(GradientNorm.clip(gradients(Tensor.of(1f), a), 1)).matches(norm -> !Double.isFinite(norm));
            assertThat(a.toArray()).containsExactly(7f, bad);
        }
    }

    @Test
    void refuses_a_limit_that_makes_no_sense() {
        assertThatThrownBy(() -> GradientNorm.clip(gradients(), 0)).hasMessageContaining("above 0");
    }
}
