package io.gatun.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files of a model: `config.json`, `model.safetensors`, `tokenizer.model`, and while training can go on,
/// `training.safetensors` and `metrics.jsonl`.
///
/// Each is written aside and renamed into place. `training.safetensors` holds the weights too, so what a
/// resumed run starts from is one file of one step, whatever happened between two renames. A run that replaces
/// another takes over the whole directory at its first checkpoint.
///
/// @param path the directory
public record ModelDirectory(Path path) {

    /// Creates the directory if it is not there.
    ///
    /// @throws IOException if it cannot be made
    public static ModelDirectory create(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException(path + " is a file, expected a directory to write a model to");
        }
        Files.createDirectories(path);
        ModelDirectory directory = new ModelDirectory(path);
        Replacement.finish(directory);
        return directory;
    }

    /// Opens a directory that holds a model.
    ///
    /// @throws IllegalArgumentException if it does not, naming what is missing
    /// @throws IOException if an earlier run was killed while it replaced the model, and that cannot be finished
    public static ModelDirectory open(Path path) throws IOException {
        ModelDirectory directory = new ModelDirectory(path);
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException("no model directory at " + path
                    + ": expected a directory that gatun pretrain or gatun finetune has written");
        }
        Replacement.finish(directory);
        for (Path needed : new Path[] {directory.config(), directory.weights(), directory.tokenizer()}) {
            if (!Files.isRegularFile(needed)) {
                throw new IllegalArgumentException(
                        path + " is no complete model directory: " + needed.getFileName() + " is missing");
            }
        }
        return directory;
    }

    /// Returns the file of the configuration.
    public Path config() {
        return path.resolve("config.json");
    }

    /// Returns the file of the weights.
    public Path weights() {
        return path.resolve("model.safetensors");
    }

    /// Returns the file of the tokenizer.
    public Path tokenizer() {
        return path.resolve("tokenizer.model");
    }

    /// Returns the file of the training state.
    public Path training() {
        return path.resolve("training.safetensors");
    }

    /// Returns the log of metrics.
    public Path metricsLog() {
        return path.resolve("metrics.jsonl");
    }

    /// Returns the file of a fine-tuned model's results.
    public Path metrics() {
        return path.resolve("metrics.json");
    }
}
