package io.gatun.train;

import io.gatun.data.BatchSource;
import io.gatun.optim.Optimizer;
import io.gatun.safetensors.SafetensorsFile;
import io.gatun.safetensors.SafetensorsWriter;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// All that a killed run needs to go on bit for bit, in one file: weights, optimizer slots, step, generator
/// position, place in the data, best score so far, and what is reported of the run.
///
/// @param step steps taken
/// @param generator streams of random numbers taken
/// @param place where the data goes on
/// @param best the best validation score so far
/// @param tally what the steps came to
record TrainingState(long step, long generator, BatchSource.Position place, Best best, Tally tally) {

    /// The best validation score.
    ///
    /// @param score the score; NaN if there is none yet
    /// @param step its step
    record Best(double score, long step) {}

    /// What the steps of a run came to.
    ///
    /// @param loss a moving mean of the loss; NaN before the first step
    /// @param tokens the tokens that counted
    record Tally(double loss, long tokens) {

        private static final double WEIGHT = 0.05;

        Tally and(TrainingLoop.Step step) {
            double mean = Double.isNaN(loss) ? step.loss() : loss + WEIGHT * (step.loss() - loss);
            return new Tally(mean, tokens + step.tokens());
        }
    }

    private static final String WEIGHTS = "weights/";
    private static final String SLOTS = "optimizer/";

    /// The beginning of a run.
    static TrainingState start(Generator generator) {
        return new TrainingState(
                0, generator.position(), BatchSource.Position.START, new Best(Double.NaN, 0), new Tally(Double.NaN, 0));
    }

    void save(Path file, Map<String, Tensor> weights, Optimizer optimizer) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
        optimizer.state().forEach((name, tensor) -> tensors.put(SLOTS + name, tensor));
        Map<String, String> metadata = new HashMap<>();
        metadata.put("step", Long.toString(step));
        metadata.put("generator", Long.toString(generator));
        metadata.put("epoch", Long.toString(place.epoch()));
        metadata.put("index", Long.toString(place.index()));
        metadata.put("document", Long.toString(place.document()));
        metadata.put("token", Long.toString(place.token()));
        metadata.put("best", Double.toString(best.score()));
        metadata.put("best_step", Long.toString(best.step()));
        metadata.put("loss", Double.toString(tally.loss()));
        metadata.put("tokens", Long.toString(tally.tokens()));
        SafetensorsWriter.write(file, tensors, metadata);
    }

    /// Restores weights and slots, and returns the rest; null if there is no such file.
    static TrainingState load(Path file, Map<String, Tensor> weights, Optimizer optimizer) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Map<String, String> metadata = open.metadata();
            TrainingState state = new TrainingState(
                    number(file, metadata, "step"),
                    number(file, metadata, "generator"),
                    place(file, metadata),
                    new Best(real(file, metadata, "best"), number(file, metadata, "best_step")),
                    new Tally(real(file, metadata, "loss"), number(file, metadata, "tokens")));
            SavedModel.assign(open, file, WEIGHTS, weights);
            Memory.scope(() -> {
                Map<String, Tensor> slots = new LinkedHashMap<>();
                for (String name : open.names()) {
                    if (name.startsWith(SLOTS)) {
                        slots.put(name.substring(SLOTS.length()), open.tensor(name));
                    }
                }
                try {
                    optimizer.restore(state.step(), slots);
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
                }
            });
            return state;
        }
    }

    private static BatchSource.Position place(Path file, Map<String, String> metadata) {
        return new BatchSource.Position(
                number(file, metadata, "epoch"),
                number(file, metadata, "index"),
                number(file, metadata, "document"),
                number(file, metadata, "token"));
    }

    private static long number(Path file, Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null || !text.matches("\\d{1,18}")) {
            throw damaged(file, key, text, "a whole number");
        }
        return Long.parseLong(text);
    }

    private static double real(Path file, Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        try {
            return Double.parseDouble(Objects.requireNonNullElse(text, ""));
        } catch (NumberFormatException _) {
            throw damaged(file, key, text, "a number");
        }
    }

    private static IllegalArgumentException damaged(Path file, String key, String text, String expected) {
        return new IllegalArgumentException(file + " is no training state: " + key + " is " + text + ", expected "
                + expected + "; remove the file to start afresh");
    }
}
