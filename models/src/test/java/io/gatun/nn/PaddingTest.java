package io.gatun.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaddingTest {

    private static final Tensor LIKE = Tensor.zeros(1);

    @Test
    void what_is_padding_follows_from_lengths() {
        Padding padding = Padding.of(new int[] {2, 0}, 3, LIKE);

        assertThat(padding.zero(Tensor.ones(2, 3, 1)).toArray()).containsExactly(1, 1, 0, 0, 0, 0);
        assertThat(hidden(padding).orElseThrow().toArray()).containsExactly(2, 0);
        assertThat(hidden(padding.repeated(2, LIKE)).orElseThrow().toArray()).containsExactly(2, 2, 0, 0);
    }

    private static Optional<Tensor> hidden(Padding padding) {
        return padding.hide(Attention.UNSCALED).lengths();
    }

    @Test
    void nothing_is_masked_where_nothing_is_padded() {
        Tensor x = Tensor.ones(1, 3, 2);

        Padding padding = Padding.of(new int[] {3}, 3, LIKE);

        assertThat(hidden(padding)).isEmpty();
        assertThat(padding.zero(x)).isSameAs(x);
    }

    @Test
    void a_length_beyond_the_sequence_is_refused() {
        assertThatThrownBy(() -> Padding.of(new int[] {1, 4}, 3, LIKE))
                .hasMessage("padding: expected lengths from 0 to 3, got 4 in row 1");
    }
}
