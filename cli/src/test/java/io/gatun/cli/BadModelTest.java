package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged model directories, met by every command that reads one.
class BadModelTest {

    @TempDir
    private Path folder;

    /// Damages a file of a fine-tuned model, and expects every command to refuse it and to change nothing.
    private void refused(Damage damage, String name, String message) throws IOException {
        Path model = Samples.copy(Samples.FINETUNED, folder.resolve("model"));
        damage.to(model.resolve(name));
        Map<String, String> before = Samples.content(model);
        String out = folder.resolve("out").toString();
        List<String[]> commands = List.of(
                new String[] {"generate", "--model", model.toString()},
                ("evaluate --task file --test " + Samples.TEST + " --model " + model).split(" "),
                Samples.finetune("--model", model.toString(), "--out", out));
        for (String[] command : commands) {
            Samples.assertRefused(Shell.runWith("the fox\n".getBytes(StandardCharsets.UTF_8), command), message);
        }
        assertThat(Samples.content(model).equals(before)).isTrue(); // without printing them
        assertThat(folder.resolve("out/model.safetensors")).doesNotExist();
    }

    /// What happens to a file.
    private interface Damage {
        void to(Path file) throws IOException;
    }

    private static Damage cut(double share) {
        return file -> {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
        };
    }

    private static Damage replaced(String from, String to) {
        return file -> {
            String text = Files.readString(file);
            assertThat(text).containsPattern(from);
            Files.writeString(file, text.replaceFirst(from, to));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.model"})
    void a_missing_file(String name) throws IOException {
        refused(Files::delete, name, name + " is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.model"})
    void an_empty_file(String name) throws IOException {
        refused(file -> Files.write(file, new byte[0]), name, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.model"})
    void a_file_that_is_cut_off(String name) throws IOException {
        refused(cut(0.6), name, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.model"})
    void a_file_of_something_else(String name) throws IOException {
        refused(file -> Files.writeString(file, "<html>404 Not Found</html>".repeat(9)), name, name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors", "tokenizer.model"})
    void a_folder_in_its_place(String name) throws IOException {
        refused(
                file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                },
                name,
                name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"d_model\": 16,||\"d_model\"",
                "\"architecture\": \"lightweight\",||\"architecture\"",
                "\"d_model\": 16|\"d_model\": \"16\"|d_model: expected a whole number",
                "\"d_model\": 16|\"d_model\": 16.5|d_model: expected a whole number",
                "\"d_model\": 16|\"d_model\": null|d_model",
                "\"d_model\": 16|\"d_model\": 99999999999|d_model",
                "\"d_model\": 16|\"d_model\": 2000000000|d_model",
                "\"d_model\": 16|\"d_model\": 32|d_model",
                "\"num_layers\": 1|\"num_layers\": 2000000000|num_layers",
                "\"num_layers\": 1|\"num_layers\": 2|missing",
                "\"vocab_size\": 512|\"vocab_size\": 384|shape",
                "\"architecture\": \"lightweight\"|\"architecture\": \"lstm\"|lstm",
                "\"architecture\": \"lightweight\"|\"architecture\": \"transformer\"|missing",
                "\"kernels\": \\[|\"kernels\": [0, |kernel",
                "\"dropout_rate\": 0.1|\"dropout_rate\": 7|dropout_rate",
                "\"glu\": true|\"glu\": \"yes\"|glu",
                "\"norm_placement\": \"pre\"|\"norm_placement\": \"mid\"|norm_placement",
                "\\{|[|config.json",
            })
    void a_configuration_with_a_wrong_member(String from, String to, String message) throws IOException {
        refused(replaced(from, to == null ? "" : to), "config.json", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"task\": \\{|\"other\": {|not fine-tuned",
                "\"labels\"|\"etiquettes\"|labels",
                "\"labels\": \\[[^\\]]*\\]|\"labels\": null|labels",
                "\"labels\": \\[[^\\]]*\\]|\"labels\": \"good\"|labels",
                "\"labels\": \\[[^\\]]*\\]|\"labels\": [1, 2]|labels",
                "\"labels\": \\[[^\\]]*\\]|\"labels\": [\"good\", \"evil\"]|bad",
                "\"max_input\": 16|\"max_input\": \"x\"|max_input",
                "\"max_input\": 16|\"max_input\": 0|max_input",
                "\"max_target\"|\"least_target\"|max_target",
            })
    void what_was_noted_of_the_task_is_damaged(String from, String to, String message) throws IOException {
        Path model = Samples.copy(Samples.FINETUNED, folder.resolve("model"));
        replaced(from, to).to(model.resolve("config.json"));

        Samples.assertRefused(
                Shell.run(("evaluate --task file --test " + Samples.TEST + " --model " + model).split(" ")), message);
    }

    @Test
    void a_model_that_was_not_fine_tuned_is_not_evaluated() {
        Samples.assertRefused(
                Shell.run(
                        ("evaluate --task file --test " + Samples.TEST + " --model " + Samples.PRETRAINED).split(" ")),
                "not fine-tuned");
    }

    @Test
    void the_tokenizer_of_another_model() throws IOException {
        Path larger = folder.resolve("larger.model");
        assertThat(Shell.run(("tokenizer train --vocab 600 --input " + Samples.CORPUS + " --out " + larger).split(" "))
                        .status())
                .isZero();
        refused(file -> Files.write(file, Files.readAllBytes(larger)), "tokenizer.model", "tokenizer.model");
    }
}
