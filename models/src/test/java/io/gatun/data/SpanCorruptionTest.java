package io.gatun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.SpanCorruption.Lengths;
import io.gatun.data.SpanCorruption.Sentinels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanCorruptionTest {

    private static final int EOS = 1;
    private static final Sentinels SENTINELS = new Sentinels(999, 100);
    private static final SpanCorruption T5 = SpanCorruption.t5(SENTINELS, EOS);

    @Test
    void runs_of_noise_become_one_sentinel_each_as_in_t5s_own_test() {
        int[] tokens = {10, 11, 12, 13, 14, 15};
        boolean[] mask = {true, true, false, false, true, false};
        boolean[] inverted = {false, false, true, true, false, true};

        assertThat(T5.withSentinels(tokens, mask)).containsExactly(999, 12, 13, 998, 15);
        assertThat(T5.withSentinels(tokens, inverted)).containsExactly(10, 11, 999, 14, 998);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 17, 5",
        "32, 34, 8",
        "64, 70, 14",
        "128, 141, 29",
        "256, 284, 58",
        "512, 568, 114",
        "1024, 1137, 229",
        "2048, 2274, 456"
    })
    void lengths_are_those_of_t5s_formula(int inputs, int tokens, int targets) {
        assertThat(T5.lengths(inputs)).isEqualTo(new Lengths(tokens, targets));
    }

    @Test
    void lengths_are_those_of_t5s_own_test() {
        var spansOfTwo = new SpanCorruption(0.2, 2, SENTINELS, EOS, false);
        var spansOfOne = new SpanCorruption(0.2, 1, SENTINELS, EOS, false);

        assertThat(spansOfTwo.lengths(64)).isEqualTo(new Lengths(70, 22));
        assertThat(spansOfOne.lengths(64)).isEqualTo(new Lengths(63, 27));
    }

    @Test
    void a_mask_has_the_spans_and_the_noise_of_t5s_own_test() {
        var corruption = new SpanCorruption(0.25, 2, SENTINELS, EOS, false);
        for (int key = 0; key < 50; key++) {
            boolean[] mask = corruption.mask(32, KeyedRandom.of(key));

            assertThat(noise(mask)).isEqualTo(8);
            assertThat(spans(mask)).isEqualTo(4);
            assertThat(mask[0]).as("begins with kept tokens").isFalse();
            assertThat(mask[31]).as("ends with noise").isTrue();
        }
    }

    @Test
    void halves_are_rounded_to_even() {
        // 30 · 0.15 = 4.5 → 4 tokens of noise, 4 / 3 → 1 span; 50 · 0.15 = 7.5 → 8 of noise, 8 / 3 → 3 spans
        assertThat(noise(T5.mask(30, KeyedRandom.of(1)))).isEqualTo(4);
        assertThat(spans(T5.mask(30, KeyedRandom.of(1)))).isEqualTo(1);
        assertThat(noise(T5.mask(50, KeyedRandom.of(1)))).isEqualTo(8);
        assertThat(spans(T5.mask(50, KeyedRandom.of(1)))).isEqualTo(3);
    }

    @Test
    void every_length_of_a_span_is_drawn() {
        // 4 tokens of noise in 2 spans: 1+3, 2+2 and 3+1, a third each
        var corruption = new SpanCorruption(0.25, 2, SENTINELS, EOS, false);
        int[] firstSpan = new int[4];
        for (int key = 0; key < 3000; key++) {
            boolean[] mask = corruption.mask(16, KeyedRandom.of(key));
            int start = IntStream.range(0, 16).filter(i -> mask[i]).findFirst().orElseThrow();
            int end = start;
            while (mask[end]) {
                end++;
            }
            firstSpan[end - start]++;
        }
        assertThat(firstSpan[0]).isZero();
        assertThat(Arrays.stream(firstSpan, 1, 4)).allMatch(count -> count > 900 && count < 1100);
    }

    @Test
    void inputs_and_targets_together_give_the_text_back() {
        for (int length = 2; length < 200; length += 7) {
            int[] tokens = IntStream.range(0, length).map(i -> 100 + i).toArray();
            EncodedExample example = T5.corrupt(tokens, KeyedRandom.of(3, length));

            assertThat(restored(example)).containsExactly(tokens);
            assertThat(example.input()[example.input().length - 1]).isEqualTo(EOS);
            assertThat(example.target()[example.target().length - 1]).isEqualTo(EOS);
            assertThat(example.target()[0]).isEqualTo(999);
        }
    }

    @Test
    void a_corrupted_sequence_of_the_computed_length_fills_the_inputs_exactly() {
        Lengths lengths = T5.lengths(128);
        EncodedExample example =
                T5.corrupt(IntStream.range(100, 100 + lengths.tokens()).toArray(), KeyedRandom.of(9));

        assertThat(example.input()).hasSize(128);
        assertThat(example.target()).hasSize(lengths.targets());
    }

    @Test
    void a_single_token_has_no_noise() {
        assertThat(T5.mask(1, KeyedRandom.of(5))).containsExactly(false);
    }

    @Test
    void a_turned_mask_has_the_same_noise_elsewhere() {
        var rolling = new SpanCorruption(0.15, 3, SENTINELS, EOS, true);
        boolean anyBeginsWithNoise = false;
        for (int key = 0; key < 200; key++) {
            boolean[] mask = rolling.mask(64, KeyedRandom.of(key));
            assertThat(noise(mask)).isEqualTo(10);
            anyBeginsWithNoise |= mask[0];
        }
        assertThat(anyBeginsWithNoise).isTrue();
    }

    @Test
    void the_same_key_gives_the_same_corruption_and_another_key_another() {
        int[] tokens = IntStream.range(100, 300).toArray();

        assertThat(T5.corrupt(tokens, KeyedRandom.of(1, 2, 3)).input())
                .isEqualTo(T5.corrupt(tokens, KeyedRandom.of(1, 2, 3)).input())
                .isNotEqualTo(T5.corrupt(tokens, KeyedRandom.of(1, 2, 4)).input());
    }

    @Test
    void more_spans_than_sentinels_are_refused() {
        var few = SpanCorruption.t5(new Sentinels(999, 2), EOS);

        assertThatThrownBy(() -> few.corrupt(new int[100], KeyedRandom.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 2 spans");
    }

    @Test
    void lengths_too_small_for_a_text_are_refused() {
        assertThatThrownBy(() -> T5.lengths(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 1");
    }

    private static int noise(boolean[] mask) {
        return (int) IntStream.range(0, mask.length).filter(i -> mask[i]).count();
    }

    private static int spans(boolean[] mask) {
        return (int) IntStream.range(0, mask.length)
                .filter(i -> mask[i] && (i == 0 || !mask[i - 1]))
                .count();
    }

    private static int[] restored(EncodedExample example) {
        var text = new ArrayList<Integer>();
        int[] input = example.input();
        for (int i = 0; i < input.length - 1; i++) {
            if (input[i] < 900) {
                text.add(input[i]);
                continue;
            }
            int[] target = example.target();
            int at = indexOf(target, input[i]);
            for (int t = at + 1; t < target.length - 1 && target[t] < 900; t++) {
                text.add(target[t]);
            }
        }
        return text.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int indexOf(int[] values, int value) {
        return IntStream.range(0, values.length)
                .filter(i -> values[i] == value)
                .findFirst()
                .orElseThrow();
    }
}
