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

/// All that a killed run needs to go on bit for bit, in one file: weights, optimizer slots, step, generator
/// position,
/// place in the data, best score so far.
///
/// @param step steps taken
/// @param generator streams of random numbers taken
/// @param place where the data goes on
/// @param best the best validation score so far; NaN if there is none
/// @param bestStep the step of that score
record TrainingState(long step, long generator, BatchSource.Position place, double best, long bestStep) {

    private static final String WEIGHTS = "weights/";
    private static final String SLOTS = "optimizer/";

    /// The beginning of a run.
    static TrainingState start(Generator generator) {
        return new TrainingState(0, generator.position(), BatchSource.Position.START, Double.NaN, 0);
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
        metadata.put("best", Double.toString(best));
        metadata.put("best_step", Long.toString(bestStep));
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
                    new BatchSource.Position(number(file, metadata, "epoch"), number(file, metadata, "index")),
                    Double.parseDouble(metadata.getOrDefault("best", "NaN")),
                    number(file, metadata, "best_step"));
            SavedModel.assign(open, file, WEIGHTS, weights);
            Memory.scope(() -> {
                Map<String, Tensor> slots = new LinkedHashMap<>();
                for (String name : open.names()) {
                    if (name.startsWith(SLOTS)) {
                        slots.put(name.substring(SLOTS.length()), open.tensor(name));
                    }
                }
                optimizer.restore(state.step(), slots);
            });
            return state;
        }
    }

    private static long number(Path file, Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null || !text.matches("\\d{1,18}")) {
            throw new IllegalArgumentException(file + " is no training state: " + key + " is " + text
                    + ", expected a whole number; remove the file to start afresh");
        }
        return Long.parseLong(text);
    }
}
