package io.gatun.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdafactorTest {

    private static final double[] G1 = {.1, -.2, .3, .4};
    private static final double[] G2 = {.2, .1, -.1, .5};

    private final Tensor theta = Tensor.ofDoubles(Shape.of(2, 2), 1, 2, 3, 4);

    private void step(Optimizer optimizer, double... gradient) {
        Tensor g = Tensor.ofDoubles(Shape.of(2, 2), gradient);
        optimizer.step(Gradients.given(Tensor.scalar(0), List.of(new Gradients.Entry(theta, g))), 0.01);
    }

    /// Worked out by hand from the algorithms of Shazeer and Stern 2018.
    @Test
    void factors_a_matrix() {
        Optimizer adafactor = new Adafactor(Map.of("w", theta), AdafactorSettings.T5.with(Factoring.ALWAYS));

        step(adafactor, G1);
        assertThat(theta.toDoubles())
                .containsExactly(new double[] {.97878680, 2.03, 2.97153950, 3.97316718}, within(5e-9));
        step(adafactor, G2);
        assertThat(theta.toDoubles())
                .containsExactly(new double[] {.93423959, 2.01771863, 2.98138807, 3.94601533}, within(5e-9));
        assertThat(adafactor.state()).containsOnlyKeys("w/column", "w/row");
    }

    @Test
    void keeps_a_full_second_moment_of_a_small_matrix() {
        Optimizer adafactor = new Adafactor(Map.of("w", theta), AdafactorSettings.T5);

        step(adafactor, G1);
        assertThat(theta.toDoubles())
                .containsExactly(new double[] {.97261387, 2.02738613, 2.97261387, 3.97261387}, within(5e-9));
        step(adafactor, G2);
        assertThat(theta.toDoubles())
                .containsExactly(new double[] {.93960253, 2.00933586, 2.98559097, 3.94301473}, within(5e-9));
        assertThat(adafactor.state()).containsOnlyKeys("w/second");
    }

    @Test
    void steps_without_the_scale_of_the_parameter() {
        Optimizer adafactor = new Adafactor(Map.of("w", theta), AdafactorSettings.T5.scaled(false));

        step(adafactor, G1); // β = 0 at the first step, so that g / √g² is the sign

        assertThat(theta.toDoubles()).containsExactly(new double[] {.99, 2.01, 2.99, 3.99}, within(1e-12));
    }

    @Test
    void factors_the_two_largest_axes_wherever_they_are() {
        Generator generator = Generator.seeded(1);
        Tensor last = Tensor.normal(generator, 2, 130, 128);
        Tensor apart = last.permute(1, 0, 2).copy();
        Optimizer one = new Adafactor(Map.of("w", last), AdafactorSettings.T5.with(Factoring.ALWAYS));
        Optimizer other = new Adafactor(Map.of("w", apart), AdafactorSettings.T5);
        for (int i = 0; i < 2; i++) {
            Tensor g = Tensor.normal(generator, 2, 130, 128);
            one.step(Gradients.given(g, List.of(new Gradients.Entry(last, g))), 0.1);
            other.step(Gradients.given(g, List.of(new Gradients.Entry(apart, g.permute(1, 0, 2)))), 0.1);
        }

        assertThat(other.state().get("w/row").shape()).isEqualTo(Shape.of(2, 130));
        assertThat(other.state().get("w/column").shape()).isEqualTo(Shape.of(2, 128));
        assertThat(apart.permute(1, 0, 2).toArray()).isEqualTo(last.toArray());
    }

    @Test
    void factors_by_the_rule_asked_for() {
        assertThat(Factoring.LARGE.order(Shape.of(128, 127))).isEmpty();
        assertThat(Factoring.LARGE.order(Shape.of(128, 128)).orElseThrow()).containsExactly(0, 1);
        assertThat(Factoring.LARGE.order(Shape.of(512, 7, 128)).orElseThrow()).containsExactly(1, 0, 2);
        assertThat(Factoring.LARGE.order(Shape.of(3, 512, 512)).orElseThrow()).containsExactly(0, 1, 2);
        assertThat(Factoring.LARGE.order(Shape.of(4096))).isEmpty();
        assertThat(Factoring.ALWAYS.order(Shape.of(3, 2)).orElseThrow()).containsExactly(0, 1);
        assertThat(Factoring.ALWAYS.order(Shape.of(3))).isEmpty();
        assertThat(Factoring.NEVER.order(Shape.of(512, 512))).isEmpty();
    }

    @Test
    void refuses_constants_that_make_no_sense() {
        assertThatThrownBy(() -> new AdafactorSettings(Factoring.LARGE, true, 0.8, 1e-30, 1e-3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clipping");
    }
}
