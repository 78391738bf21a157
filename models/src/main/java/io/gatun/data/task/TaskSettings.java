package io.gatun.data.task;

import io.gatun.data.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a user says about a task beside its name.
///
/// @param data the folder with the task's original files, where the task has some
/// @param files the user's own file of each split, for the task `file`
/// @param labels the labels of a model that is already trained, so that its training data need not be read
/// @param seed the seed of tasks that are generated
public record TaskSettings(Optional<Path> data, Map<Split, Path> files, List<String> labels, long seed) {

    /// Nothing said.
    public static final TaskSettings NONE = new TaskSettings(Optional.empty(), Map.of(), List.of(), 42);

    /// Copies the collections.
    public TaskSettings {
        files = Map.copyOf(files);
        labels = List.copyOf(labels);
    }

    /// Returns settings with a data folder.
    public TaskSettings withData(Path folder) {
        return new TaskSettings(Optional.of(folder), files, labels, seed);
    }

    /// Returns settings with the user's own file of a split.
    public TaskSettings withFile(Split split, Path file) {
        var all = new TreeMap<>(files);
        all.put(split, file);
        return new TaskSettings(data, all, labels, seed);
    }

    /// Returns settings with the labels of a trained model.
    public TaskSettings withLabels(List<String> trained) {
        return new TaskSettings(data, files, trained, seed);
    }
}
