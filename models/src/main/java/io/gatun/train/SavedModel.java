package io.gatun.train;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.safetensors.SafetensorsFile;
import io.gatun.safetensors.SafetensorsWriter;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import io.gatun.text.Tokenizer;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model as it lies in a directory: configuration, weights, tokenizer.
///
/// @param model the model
/// @param vocabulary its tokenizer
/// @param json all members of `config.json`: the model's and what was noted of its training
public record SavedModel(EncoderDecoder model, Vocabulary vocabulary, JsonObject json) {

    /// The member of `config.json` that names the type of matrices in fewer bits.
    private static final String STORAGE = "storage";

    /// Loads a model.
    ///
    /// @throws IllegalArgumentException if something is missing or does not fit, naming it
    /// @throws IOException if a file cannot be read
    public static SavedModel load(ModelDirectory directory) throws IOException {
        JsonObject json = readConfig(directory);
        ModelConfig config = ModelConfig.fromJson(json);
        EncoderDecoder model;
        try (SafetensorsFile file = SafetensorsFile.open(directory.weights())) {
            checkSize(directory, config.size(), file);
            model = json.has(STORAGE) ? stored(config, file) : trainable(config, file, directory.weights());
        }
        Vocabulary vocabulary = Vocabulary.of(Tokenizer.load(directory.tokenizer()));
        if (vocabulary.size() > config.size().vocab()) {
            throw new IllegalArgumentException(directory.tokenizer() + " has " + vocabulary.size()
                    + " ids with its sentinels, but the model has rows for "
                    + config.size().vocab());
        }
        return new SavedModel(model, vocabulary, json);
    }

    /// Returns this with its model on a device.
    public SavedModel on(Device device) {
        return new SavedModel(model.on(device), vocabulary, json);
    }

    private static EncoderDecoder trainable(ModelConfig config, SafetensorsFile file, Path path) {
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(0));
        assign(file, path, "", model.weights());
        return model;
    }

    private static EncoderDecoder stored(ModelConfig config, SafetensorsFile file) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : file.names()) {
            weights.put(name, file.tensor(name));
        }
        return EncoderDecoder.of(config, weights);
    }

    /// Writes a model for inference, with matrices in fewer bits, to another directory.
    ///
    /// @param storage the type of its matrices: [DType#BF16] or [DType#I8]
    /// @param folder the other directory, which is made if it is not there
    /// @throws IllegalArgumentException if this model's matrices are in fewer bits already
    /// @throws IOException if the directory cannot be written
    public void compress(DType storage, Path folder) throws IOException {
        if (json.has(STORAGE)) {
            throw new IllegalArgumentException("this model's weights were compressed to " + json.string(STORAGE)
                    + " already; begin with the model they were made from");
        }
        EncoderDecoder compressed = model.compressed(storage);
        ModelDirectory target = ModelDirectory.create(folder);
        Map<String, Object> members = new LinkedHashMap<>(json.members());
        members.put(STORAGE, storage.toString());
        // the configuration last: without it there is no model
        saveWeights(target, compressed);
        AtomicFile.write(target.tokenizer(), vocabulary.tokenizer().model().toBytes());
        AtomicFile.write(target.config(), Json.pretty(members));
    }

    /// Refuses a model that is for inference only.
    ///
    /// @throws IllegalArgumentException if its matrices were compressed
    public SavedModel checkTrainable() {
        if (json.has(STORAGE)) {
            throw new IllegalArgumentException("this model's weights were compressed to " + json.string(STORAGE)
                    + " and cannot be trained; begin with the model they were made from");
        }
        return this;
    }

    /// Refuses a configuration that the file cannot be of, before memory is taken for it.
    private static void checkSize(ModelDirectory directory, ModelConfig.Size size, SafetensorsFile file) {
        long stored = 0;
        for (String name : file.names()) {
            stored += file.shape(name).stream().reduce(1L, (a, b) -> a * b);
        }
        long d = size.dModel();
        atMost(stored, "d_model times vocab_size", d * size.vocab(), directory);
        atMost(stored, "d_model times d_ff", d * size.dFf(), directory);
        atMost(stored, "num_layers", Math.max(size.encoderLayers(), size.decoderLayers()), directory);
    }

    private static void atMost(long stored, String what, long value, ModelDirectory directory) {
        if (value > stored) {
            throw new IllegalArgumentException(directory.config() + ": " + what + " is " + value + ", but "
                    + directory.weights() + " has " + stored + " weights in all");
        }
    }

    /// Reads `config.json`.
    static JsonObject readConfig(ModelDirectory directory) throws IOException {
        return Json.parseObject(
                Files.readString(directory.config()), directory.config().toString());
    }

    /// Writes the weights.
    static void saveWeights(ModelDirectory directory, EncoderDecoder model) throws IOException {
        SafetensorsWriter.write(directory.weights(), model.weights(), Map.of("format", "gatun"));
    }

    /// Copies tensors of a file whose names begin with `prefix` over those of the same name.
    static void assign(SafetensorsFile file, Path path, String prefix, Map<String, Tensor> into) {
        into.forEach((name, tensor) -> {
            if (!file.names().contains(prefix + name)) {
                throw new IllegalArgumentException(path + ": tensor " + prefix + name
                        + " is missing; the file is not of the model that config.json describes");
            }
            Memory.scope(() -> {
                Tensor stored = file.tensor(prefix + name);
                if (!stored.shape().equals(tensor.shape())) {
                    throw new IllegalArgumentException(path + ": tensor " + prefix + name + " has shape "
                            + stored.shape() + ", expected " + tensor.shape() + " by config.json");
                }
                tensor.assign(stored);
            });
        });
    }
}
