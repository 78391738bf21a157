package io.gatun.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.tensor.Generator;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final double[] PROBABILITIES = {0.1, 0.5, 0.05, 0.35};
    private static final int ROWS = 4000;

    @Test
    void tokens_come_as_often_as_their_probability_says() {
        assertThat(frequencies(new Sampling(1, 0, 1, Generator.seeded(1))))
                .containsExactly(PROBABILITIES, within(0.03));
    }

    @Test
    void a_low_temperature_favours_the_probable() {
        double[] squared = Arrays.stream(PROBABILITIES).map(p -> p * p).toArray();
        double sum = Arrays.stream(squared).sum();

        double[] frequencies = frequencies(new Sampling(0.5, 0, 1, Generator.seeded(2)));

        assertThat(frequencies)
                .containsExactly(Arrays.stream(squared).map(p -> p / sum).toArray(), within(0.03));
    }

    @Test
    void top_k_leaves_the_k_most_probable() {
        assertThat(frequencies(new Sampling(1, 2, 1, Generator.seeded(3))))
                .containsExactly(new double[] {0, 0.5 / 0.85, 0, 0.35 / 0.85}, within(0.03));
    }

    @Test
    void top_p_leaves_the_fewest_that_reach_the_sum() {
        assertThat(frequencies(new Sampling(1, 0, 0.9, Generator.seeded(4))))
                .containsExactly(new double[] {0.1 / 0.95, 0.5 / 0.95, 0, 0.35 / 0.95}, within(0.03));
        assertThat(frequencies(new Sampling(1, 0, 0.3, Generator.seeded(5))))
                .containsExactly(new double[] {0, 1, 0, 0}, within(1e-12));
    }

    @Test
    void log_probabilities_are_the_models_whatever_was_cut() {
        TokenChoice.Chosen chosen = new Sampling(0.7, 1, 0.5, Generator.seeded(6)).choose(logits(1));

        assertThat(chosen.ids()).containsExactly(1);
        assertThat(chosen.logProbabilities()[0]).isCloseTo(Math.log(0.5), within(1e-6));
    }

    @Test
    void equal_seeds_draw_equal_tokens() {
        int[] first =
                new Sampling(1, 0, 1, Generator.seeded(7)).choose(logits(50)).ids();

        assertThat(new Sampling(1, 0, 1, Generator.seeded(7)).choose(logits(50)).ids())
                .containsExactly(first);
        assertThat(new Sampling(1, 0, 1, Generator.seeded(8)).choose(logits(50)).ids())
                .isNotEqualTo(first);
    }

    @Test
    void impossible_settings_are_refused() {
        assertThatThrownBy(() -> new Sampling(0, 0, 1, Generator.seeded(1))).hasMessageContaining("temperature > 0");
        assertThatThrownBy(() -> new Sampling(1, -1, 1, Generator.seeded(1))).hasMessageContaining("top-k >= 0");
        assertThatThrownBy(() -> new Sampling(1, 0, 0, Generator.seeded(1))).hasMessageContaining("top-p");
    }

    private static double[] frequencies(Sampling sampling) {
        double[] frequencies = new double[PROBABILITIES.length];
        for (int id : sampling.choose(logits(ROWS)).ids()) {
            frequencies[id] += 1.0 / ROWS;
        }
        return frequencies;
    }

    private static Tensor logits(int rows) {
        float[] logits = new float[PROBABILITIES.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(PROBABILITIES[i]) + 3;
        }
        return Tensor.of(Shape.of(1, logits.length), logits)
                .expand(Shape.of(rows, logits.length))
                .copy();
    }
}
