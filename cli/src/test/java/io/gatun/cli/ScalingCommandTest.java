package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingCommandTest {

    @TempDir
    private Path folder;

    private Shell.Ran scaling(String... more) {
        List<String> line = new ArrayList<>(
                List.of(("scaling --quiet --d-model 16 --d-ff 32 --heads 2 --layers 1 --tokens 64 --warm-seconds 0"
                                + " --seconds 0")
                        .split(" ")));
        line.addAll(List.of(more));
        line.addAll(List.of("--out", folder.resolve("out").toString()));
        return Shell.run(line.toArray(String[]::new));
    }

    private JsonObject json() throws IOException {
        Path file = folder.resolve("out/scaling.json");
        return Json.parseObject(Files.readString(file), file.toString());
    }

    @Test
    void measures_each_architecture_at_each_length_and_goes_on_where_it_was() throws IOException {
        Shell.Ran ran = scaling("--lengths", "16,8", "--archs", "transformer,dynamic", "--json");

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).hasLineCount(4);
        List<JsonObject> points = json().objects("points");
        assertThat(points).hasSize(4);
        JsonObject first = points.getFirst();
        assertThat(first.string("arch")).isEqualTo("transformer");
        assertThat(first.integer("length")).isEqualTo(8);
        assertThat(first.integer("batch")).isEqualTo(8);
        for (String key : List.of("forward_tokens_per_second", "training_tokens_per_second")) {
            assertThat(first.number(key)).isPositive();
        }
        assertThat(first.number("cpu_share")).isNotNegative();
        long weights = Float.BYTES * first.integer("params");
        assertThat(first.integer("peak_bytes")).isBetween(2 * weights, 20 * weights + (1 << 20));
        assertThat(first.integer("training_flops")).isEqualTo(3 * first.integer("forward_flops"));

        String before = first.toString();
        ran = scaling("--lengths", "8,16,32", "--archs", "transformer,dynamic", "--json");
        assertThat(ran.out()).as(ran.err()).hasLineCount(2);
        assertThat(json().objects("points")).hasSize(6);
        assertThat(json().objects("points").getFirst().toString()).isEqualTo(before);
        assertThat(folder.resolve("out/scaling.html"))
                .content()
                .contains("</html>", "<svg")
                .doesNotContain("http:", "https:", "src=", "NaN", "Infinity");
    }

    @Test
    void other_settings_want_another_directory() {
        assertThat(scaling("--lengths", "8", "--archs", "dilated").status()).isZero();

        Samples.assertRefused(
                scaling("--lengths", "8", "--archs", "dilated", "--kernel", "3"),
                "was begun with no kernel, not with kernel [3]");
    }

    @Test
    void another_machine_wants_another_directory() throws IOException {
        assertThat(scaling("--lengths", "8", "--archs", "dilated").status()).isZero();
        rewrite("\"cpu\": \"[^\"]*\"", "\"cpu\": \"Z80\"");

        Samples.assertRefused(scaling("--lengths", "8,16", "--archs", "dilated"), "was measured on cpu Z80, this is ");
    }

    @Test
    void what_did_not_fit_into_memory_is_measured_again() throws IOException {
        assertThat(scaling("--lengths", "8", "--archs", "dilated").status()).isZero();
        rewrite("\"forward_tokens_per_second\": [^,]*,", "\"error\": \"out of memory\",");

        assertThat(scaling("--lengths", "8", "--archs", "dilated", "--json").out())
                .hasLineCount(1);
        assertThat(json().objects("points")).hasSize(1);
        assertThat(json().objects("points").getFirst().has("error")).isFalse();
    }

    private void rewrite(String pattern, String replacement) throws IOException {
        Path file = folder.resolve("out/scaling.json");
        String before = Files.readString(file);
        String after = before.replaceAll(pattern, replacement);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--lengths | 3 | --lengths: expected a number from 4",
                "--lengths | x | 'x' is not an int",
                "--archs | recurrent | recurrent",
                "--preset | huge | unknown preset huge",
                "--seconds | -1 | --seconds: expected a finite number of at least 0",
            })
    void refuses_what_cannot_be(String option, String value, String message) {
        List<String> line = new ArrayList<>(List.of("scaling", option, value));
        line.addAll(List.of("--out", folder.resolve("out").toString()));
        Samples.assertRefused(Shell.run(line.toArray(String[]::new)), message);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
