package io.gatun.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {

    @Test
    void rows_are_padded_with_zeros_and_the_decoder_sees_the_target_one_place_later() {
        var batch = Batch.of(
                List.of(
                        new EncodedExample(new int[] {5, 6, 1}, new int[] {7, 1}),
                        new EncodedExample(new int[] {8, 1}, new int[] {9, 10, 11, 1})),
                1,
                40,
                41);

        assertThat(batch.size()).isEqualTo(2);
        assertThat(batch.inputLength()).isEqualTo(3);
        assertThat(batch.targetLength()).isEqualTo(4);
        assertThat(batch.inputs()).containsExactly(5, 6, 1, 8, 1, 0);
        assertThat(batch.inputLengths()).containsExactly(3, 2);
        assertThat(batch.targets()).containsExactly(7, 1, 0, 0, 9, 10, 11, 1);
        assertThat(batch.targetLengths()).containsExactly(2, 4);
        assertThat(batch.decoderInputs()).containsExactly(0, 7, 0, 0, 0, 9, 10, 11);
        assertThat(batch.examples()).containsExactly(40, 41);
        assertThat(batch.tokens()).isEqualTo(11);
    }

    @Test
    void lengths_are_padded_to_a_multiple() {
        var batch = Batch.of(List.of(new EncodedExample(new int[9], new int[8])), 8, 0);

        assertThat(batch.inputLength()).isEqualTo(16);
        assertThat(batch.targetLength()).isEqualTo(8);
    }

    @Test
    void truncation_keeps_the_end_mark() {
        assertThat(EncodedExample.ended(new int[] {5, 6, 7, 8}, 3, 1)).containsExactly(5, 6, 1);
        assertThat(EncodedExample.ended(new int[] {5, 6}, 3, 1)).containsExactly(5, 6, 1);
        assertThat(EncodedExample.ended(new int[] {}, 3, 1)).containsExactly(1);
    }

    @Test
    void a_batch_of_nothing_is_refused() {
        assertThatThrownBy(() -> Batch.of(List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EncodedExample(new int[0], new int[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
