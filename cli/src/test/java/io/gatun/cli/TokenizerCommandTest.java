package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerCommandTest {

    /// Made-up words, so that there are enough different pieces; "the lazy fox" among them.
    private static final String TEXT = text();

    @TempDir
    private static Path folder;

    private static Shell.Ran trained;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(folder.resolve("corpus.txt"), TEXT);
        trained = Shell.run("tokenizer", "train", "--json", "--input", corpus(), "--vocab", "400", "--out", model());
    }

    private static String text() {
        Random random = new Random(1);
        return IntStream.range(0, 2000)
                .mapToObj(_ -> "the lazy fox " + word(random) + " " + word(random) + " jumps over " + word(random))
                .collect(Collectors.joining("\n"));
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(2, 5), 0, 60)
                .mapToObj(i -> "bcdfglmnprst".charAt(i / 5) + "" + "aeiou".charAt(i % 5))
                .collect(Collectors.joining());
    }

    private static String corpus() {
        return folder.resolve("corpus.txt").toString();
    }

    private static String model() {
        return folder.resolve("new/tokenizer.model").toString();
    }

    private static Shell.Ran with(String in, String... arguments) {
        return Shell.runWith(in.getBytes(StandardCharsets.UTF_8), arguments);
    }

    @Test
    void trains_a_model_of_the_wanted_size() {
        assertThat(trained.status()).as(trained.err()).isZero();
        assertThat(Json.parseObject(trained.out(), "").integer("pieces")).isEqualTo(400);
        assertThat(folder.resolve("new/tokenizer.model")).isNotEmptyFile();
    }

    @Test
    void a_decoded_line_is_the_encoded_one() {
        String in = "the lazy fox\n\nemoji 😀 and tab\n  two  spaces";
        Shell.Ran encoded = with(in, "tokenizer", "encode", "--model", model());

        assertThat(encoded.status()).isZero();
        assertThat(encoded.out().split("\n", -1)).hasSize(5).allMatch(line -> line.matches("(\\d+( \\d+)*)?"));
        assertThat(encoded.out().split("\n", -1)[1]).isEmpty();
        assertThat(with(encoded.out(), "tokenizer", "decode", "--model", model())
                        .out())
                .isEqualTo("the lazy fox\n\nemoji 😀 and tab\ntwo spaces\n");
    }

    @Test
    void pieces_are_shown_instead_of_ids() {
        assertThat(with("the fox", "tokenizer", "encode", "--model", model(), "--pieces")
                        .out())
                .startsWith("▁the ");
        assertThat(with("the fox", "tokenizer", "encode", "--model", model(), "--json")
                        .out())
                .startsWith("{\"ids\":[");
    }

    @Test
    void lines_end_at_line_feeds_only() {
        String encoded = with("a\rb\u2028c\r\nd", "tokenizer", "encode", "--model", model())
                .out();

        assertThat(encoded.lines()).hasSize(2);
    }

    @Test
    void a_wrong_id_names_its_line() {
        Shell.Ran ran = with("1 2\n3 400", "tokenizer", "decode", "--model", model());

        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.err()).isEqualTo("gatun: line 2: expected ids from 0 to 399, got 400\n");
    }

    @Test
    void wrong_inputs_end_with_2() throws IOException {
        Files.writeString(folder.resolve("empty.txt"), "");
        Files.writeString(folder.resolve("broken.model"), "no model");
        String empty = folder.resolve("empty.txt").toString();
        String none = folder.resolve("none.txt").toString();
        String out = folder.resolve("x.model").toString();

        assertThat(Shell.run("tokenizer", "train", "--input", empty, "--vocab", "400", "--out", out)
                        .status())
                .isEqualTo(2);
        assertThat(Shell.run("tokenizer", "train", "--input", none, "--vocab", "400", "--out", out)
                        .err())
                .contains("none.txt");
        assertThat(Shell.run("tokenizer", "train", "--input", corpus(), "--vocab", "5", "--out", out)
                        .status())
                .isEqualTo(2);
        assertThat(Shell.run("tokenizer", "train", "--input", corpus(), "--vocab", "400", "--out", folder.toString())
                        .err())
                .contains("expected a file, got the directory");
        assertThat(Shell.run(
                                "tokenizer",
                                "encode",
                                "--model",
                                folder.resolve("broken.model").toString())
                        .status())
                .isEqualTo(2);
        assertThat(folder.resolve("x.model")).doesNotExist();
    }
}
