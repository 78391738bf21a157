package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `--resume` in a directory that holds something else than the run's own state.
class RefusedResumeTest {

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void copy() {
        model = Samples.copy(Samples.PRETRAINED, folder.resolve("model"));
    }

    private Shell.Ran resume(String options) {
        String line = (options + " --resume --steps 4 --out " + model).strip();
        return Shell.run(Samples.pretrain(line.split(" ")));
    }

    private void refused(String options, String message) {
        Map<String, String> before = Samples.content(model);
        Samples.assertRefused(resume(options), message);
        assertThat(Samples.content(model).equals(before)).isTrue(); // without printing them
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--arch transformer|architecture",
                "--d-model 32|d_model 16, not 32",
                "--layers 2|num_layers",
                "--kernel 3|kernels",
                "--no-glu|glu",
                "--batch 3|batch",
                "--length 20|length",
                "--seed 1|seed",
                "--optimizer adam|optimizer",
            })
    void another_run(String options, String message) {
        refused(options, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "training.safetensors"})
    void a_damaged_file(String name) throws IOException {
        byte[] whole = Files.readAllBytes(model.resolve(name));
        for (int length : new int[] {0, 4, whole.length / 3, whole.length - 1}) {
            Files.write(model.resolve(name), Arrays.copyOf(whole, length));
            if (!name.equals("config.json") || length != whole.length - 1) { // its last byte is a line feed
                refused("", name);
            }
        }
        byte[] zeros = new byte[whole.length];
        Files.write(model.resolve(name), zeros);
        refused("", name);
        Files.write(model.resolve(name), whole);
        assertThat(resume("").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"step\":\"2\"|\"step\":\"x\"|step is x",
                "\"step\":\"2\"|\"stop\":\"2\"|step is null",
                "\"best\":\"NaN\"|\"best\":\"two\"|best is two",
                "\"index\":\"|\"index\":\"99999999|place in the corpus",
                "optimizer/|optimiser/|training.safetensors: adafactor",
                "weights/shared|weighty/shared|shared.weight is missing",
            })
    void a_training_state_with_a_wrong_header(String from, String to, String message) throws IOException {
        Path file = model.resolve("training.safetensors");
        Charset latin = StandardCharsets.ISO_8859_1;
        String text = new String(Files.readAllBytes(file), latin);
        assertThat(text).contains(from);
        String damaged = text.replaceFirst(Pattern.quote(from), to);
        int grown = damaged.length() - text.length();
        byte[] bytes = damaged.getBytes(latin);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, header.getLong(0) + grown);
        Files.write(file, bytes);

        refused("", message);
    }

    @Test
    void a_damaged_log() throws IOException {
        Files.writeString(model.resolve("metrics.jsonl"), "{\"step\": 1\n{\"step\": 2}\n");

        refused("", "metrics.jsonl");
    }

    @Test
    void a_missing_configuration() throws IOException {
        Files.delete(model.resolve("config.json"));

        refused("", "config.json");
    }
}
