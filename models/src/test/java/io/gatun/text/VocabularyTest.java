package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private final Tokenizer tokenizer = Fixtures.tokenizer("gatun");
    private final Vocabulary vocabulary = Vocabulary.of(tokenizer);

    @Test
    void sentinels_stand_above_the_pieces_counted_down() {
        assertThat(vocabulary.size()).isEqualTo(700);
        assertThat(vocabulary.embeddingRows()).isEqualTo(768);
        assertThat(vocabulary.sentinelId(0)).isEqualTo(699);
        assertThat(vocabulary.sentinelId(99)).isEqualTo(600);
        assertThat(vocabulary.sentinelIndex(699)).hasValue(0);
        assertThat(vocabulary.sentinelIndex(600)).hasValue(99);
        assertThat(vocabulary.sentinelIndex(599)).isEmpty();
        assertThat(vocabulary.sentinelIndex(700)).isEmpty();
        assertThatThrownBy(() -> vocabulary.sentinelId(100)).hasMessageContaining("there are 100");
    }

    @Test
    void ids_above_the_pieces_decode_as_unknown() {
        int[] ids = {699, vocabulary.encode("work")[0], 767};

        assertThat(vocabulary.decode(ids)).isEqualTo(tokenizer.decode(new int[] {2, ids[1], 2}));
        assertThatThrownBy(() -> vocabulary.decode(new int[] {768})).hasMessageContaining("0 to 699");
    }

    @Test
    void sentinels_can_be_spelled_out() {
        int[] word = vocabulary.encode("work");
        int[] ids = new int[word.length + 3];
        ids[0] = 699;
        System.arraycopy(word, 0, ids, 1, word.length);
        ids[word.length + 1] = 698;
        ids[word.length + 2] = vocabulary.eosId();

        assertThat(vocabulary.decodeWithSentinels(ids)).isEqualTo("<extra_id_0> work <extra_id_1>");
    }

    @Test
    void sentinels_in_text_are_text() {
        assertThat(Arrays.stream(vocabulary.encode("<extra_id_0>")).boxed())
                .hasSizeGreaterThan(1)
                .allMatch(id -> id < 600);
    }
}
