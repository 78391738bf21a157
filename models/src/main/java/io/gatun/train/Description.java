package io.gatun.train;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.models.ModelConfig;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What a run is: the model, the tokenizer and how it is trained, as `config.json` and `tokenizer.model` keep it.
///
/// @param config the model
/// @param vocabulary the tokenizer
/// @param training how it is trained, as one member of `config.json`
record Description(ModelConfig config, Vocabulary vocabulary, Map<String, ?> training) {

    /// What may change when a run goes on: it may be given more steps, at other rates.
    private static final Set<String> FREE = Set.of("steps", "schedule");

    /// Writes both files; those that hold the same already stay as they are.
    void write(ModelDirectory directory) throws IOException {
        AtomicFile.write(directory.config(), json());
        AtomicFile.write(directory.tokenizer(), vocabulary.tokenizer().model().toBytes());
    }

    private String json() {
        Map<String, Object> json = new LinkedHashMap<>(config.toJson());
        json.putAll(training);
        return Json.pretty(json);
    }

    /// Checks that the run in a directory is this one.
    ///
    /// @throws IllegalArgumentException if it is not, naming the first difference
    void checkSame(ModelDirectory directory) throws IOException {
        JsonObject asked = Json.parseObject(json(), "run");
        compare(directory, asked, SavedModel.readConfig(directory));
        if (!Files.exists(directory.tokenizer())
                || !Arrays.equals(
                        Files.readAllBytes(directory.tokenizer()),
                        vocabulary.tokenizer().model().toBytes())) {
            throw other(directory, "another tokenizer");
        }
    }

    private static void compare(ModelDirectory directory, JsonObject asked, JsonObject found) {
        asked.members().forEach((key, value) -> {
            Object there = found.members().get(key);
            if (value instanceof JsonObject wanted && there instanceof JsonObject kept) {
                compare(directory, wanted, kept);
            } else if (!FREE.contains(key) && !Objects.equals(value, there)) {
                throw other(
                        directory,
                        there == null ? "no " + key : key + " " + Json.write(there) + ", not " + Json.write(value));
            }
        });
    }

    private static IllegalArgumentException other(ModelDirectory directory, String difference) {
        return new IllegalArgumentException("cannot resume: the run in " + directory.path() + " has " + difference
                + "; give the options it was begun with, another --out, or leave --resume out to replace it");
    }
}
