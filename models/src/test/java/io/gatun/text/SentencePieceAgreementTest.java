package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the tokenizer to what spm_encode and spm_decode 0.1.97 gave for models of spm_train and for one of
/// ours.
class SentencePieceAgreementTest {

    @ParameterizedTest
    @ValueSource(strings = {"nfkc", "nfkc-bytes", "identity-bytes", "user-defined", "suffix", "gatun"})
    void ids_pieces_and_text_are_those_of_the_reference(String model) {
        Tokenizer tokenizer = Fixtures.tokenizer(model);
        List<byte[]> lines = Fixtures.lines("lines.txt");

        assertThat(lines.stream().map(line -> join(tokenizer.encode(line))).toList())
                .isEqualTo(Fixtures.texts(model + "/ids"));
        if (Fixtures.has(model + "/pieces")) {
            assertThat(lines.stream()
                            .map(line -> String.join(" ", tokenizer.pieces(line)))
                            .toList())
                    .isEqualTo(Fixtures.texts(model + "/pieces"));
        }
        assertThat(decode(tokenizer, model + "/ids")).isEqualTo(text(model + "/text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfkc", "nfkc-bytes", "identity-bytes", "user-defined", "suffix", "gatun"})
    void random_ids_decode_as_in_the_reference(String model) {
        Tokenizer tokenizer = Fixtures.tokenizer(model);

        assertThat(decode(tokenizer, model + "/random-ids")).isEqualTo(text(model + "/random-text"));
    }

    @Test
    void strings_encode_as_their_utf_8_does() {
        Tokenizer tokenizer = Fixtures.tokenizer("nfkc-bytes");

        for (byte[] line : Fixtures.lines("lines.txt")) {
            if (Utf8.isValid(line, 0, line.length)) {
                String text = new String(line, StandardCharsets.UTF_8);
                assertThat(tokenizer.encode(text)).isEqualTo(tokenizer.encode(line));
                assertThat(tokenizer.pieces(text)).isEqualTo(tokenizer.pieces(line));
            }
        }
    }

    @Test
    void threads_can_share_a_tokenizer() {
        Tokenizer tokenizer = Fixtures.tokenizer("nfkc");
        List<byte[]> lines = Fixtures.lines("lines.txt");
        List<String> expected = Fixtures.texts("nfkc/ids");

        List<String> found = IntStream.range(0, 20 * lines.size())
                .parallel()
                .mapToObj(i -> join(tokenizer.encode(lines.get(i % lines.size()))))
                .toList();

        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(expected.get(i % expected.size()));
        }
    }

    /// The decoded lines in one, since text can contain line ends.
    private static String decode(Tokenizer tokenizer, String file) {
        return Fixtures.texts(file).stream()
                .map(ids -> tokenizer.decode(Fixtures.ids(ids)) + "\n")
                .collect(Collectors.joining());
    }

    private static String text(String file) {
        return new String(Fixtures.bytes(file), StandardCharsets.UTF_8);
    }

    private static String join(int[] ids) {
        return Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
