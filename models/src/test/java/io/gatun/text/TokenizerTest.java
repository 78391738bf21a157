package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    private static final SentencePiece UNKNOWN = new SentencePiece("<unk>", 0, PieceType.UNKNOWN);

    private final Tokenizer tokenizer = Fixtures.tokenizer("gatun");

    private static Tokenizer of(SentencePiece... pieces) {
        List<SentencePiece> all = new ArrayList<>(List.of(UNKNOWN));
        all.addAll(Arrays.asList(pieces));
        return Tokenizer.of(ModelProto.of(
                all, TrainerSpec.t5Unigram(all.size(), 1, false), NormalizerSpec.of("identity", new byte[0])));
    }

    @Test
    void special_ids_are_those_of_t5() {
        assertThat(tokenizer.vocabSize()).isEqualTo(600);
        assertThat(List.of(tokenizer.padId(), tokenizer.eosId(), tokenizer.unkId(), tokenizer.bosId()))
                .containsExactly(0, 1, 2, -1);
        assertThat(Fixtures.tokenizer("nfkc").padId()).isEqualTo(-1);
        assertThat(Fixtures.tokenizer("nfkc").eosId()).isEqualTo(2);
    }

    @Test
    void saved_models_load_again(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("tokenizer.model");
        Files.writeString(file, "something older");

        tokenizer.save(file);

        assertThat(Files.readAllBytes(file)).isEqualTo(Fixtures.bytes("gatun/model"));
        assertThat(Tokenizer.load(file).pieces("copyright owner")).isEqualTo(tokenizer.pieces("copyright owner"));
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void saving_to_nowhere_fails(@TempDir Path dir) {
        assertThatThrownBy(() -> tokenizer.save(dir.resolve("missing/tokenizer.model")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_lone_surrogate_is_a_replacement_character() {
        assertThat(tokenizer.decode(tokenizer.encode("a\uD83Db"))).isEqualTo("a\uFFFDb");
        assertThat(tokenizer.decode(tokenizer.encode("a\uDE00"))).isEqualTo("a\uFFFD");
        assertThat(tokenizer.decode(tokenizer.encode("a\uD83D\uDE00b"))).isEqualTo("a\uD83D\uDE00b");
    }

    @Test
    void ids_outside_the_model_are_refused() {
        assertThatThrownBy(() -> tokenizer.decode(new int[] {5, 600}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("600")
                .hasMessageContaining("0 to 599");
        assertThatThrownBy(() -> tokenizer.piece(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unused_pieces_are_not_found_in_text_but_decode() {
        Tokenizer unused = of(
                new SentencePiece("▁ab", -1, PieceType.UNUSED),
                new SentencePiece("▁", -2),
                new SentencePiece("a", -2),
                new SentencePiece("b", -2));

        assertThat(unused.pieces("ab")).containsExactly("▁", "a", "b");
        assertThat(unused.decode(new int[] {1})).isEqualTo("ab");
    }

    @Test
    void runs_of_unknown_characters_become_one_piece() {
        Tokenizer few = of(new SentencePiece("▁", -2), new SentencePiece("a", -2));

        assertThat(few.pieces("axyza")).containsExactly("▁", "a", "xyz", "a");
        assertThat(few.encode("axyza")).containsExactly(1, 2, 0, 2);
        assertThat(few.decode(new int[] {1, 2, 0, 2})).isEqualTo("a \u2047 a");
    }

    @Test
    void the_segmentation_is_the_most_probable_one() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<SentencePiece> pieces = new ArrayList<>(
                    List.of(new SentencePiece("▁", -3), new SentencePiece("a", -3), new SentencePiece("b", -3)));
            for (String piece : List.of("▁a", "aa", "ab", "ba", "bb", "aab", "bab", "abba", "▁ab")) {
                if (random.nextBoolean()) {
                    pieces.add(new SentencePiece(piece, -1 - 8 * random.nextFloat()));
                }
            }
            Tokenizer model = of(pieces.toArray(SentencePiece[]::new));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                text.append(random.nextBoolean() ? 'a' : 'b');
            }
            double score = 0;
            for (String piece : model.pieces(text.toString())) {
                score += score(pieces, piece);
            }
            assertThat(score).isCloseTo(best(pieces, "▁" + text), within(1e-4));
        }
    }

    private static double score(List<SentencePiece> pieces, String text) {
        return pieces.stream()
                .filter(piece -> piece.piece().equals(text))
                .mapToDouble(SentencePiece::score)
                .findFirst()
                .orElseThrow();
    }

    /// By trying every segmentation.
    private static double best(List<SentencePiece> pieces, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return pieces.stream()
                .filter(piece -> text.startsWith(piece.piece()))
                .mapToDouble(piece -> piece.score()
                        + best(pieces, text.substring(piece.piece().length())))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
