package io.gatun.data.task;

import io.gatun.data.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What a user says about a task beside its name.
///
/// @param data the folder with the task's original files, where the task has some
/// @param files the user's own file of each split, for the task `file`
/// @param labels the labels of a model that is already trained, so that its training data need not be read
/// @param seed the seed of tasks that are generated
/// @param notes is told, in one line each, what a user should know of data that could be read, such as rows
///     that were left out
public record TaskSettings(
        Optional<Path> data, Map<Split, Path> files, List<String> labels, long seed, Consumer<String> notes) {

    /// Nothing said, and nothing heard.
    public static final TaskSettings NONE = new TaskSettings(Optional.empty(), Map.of(), List.of(), 42, _ -> {});

    /// Copies the collections.
    public TaskSettings {
        files = Map.copyOf(files);
        labels = List.copyOf(labels);
    }

    /// Returns settings with a data folder.
    public TaskSettings withData(Path folder) {
        return new TaskSettings(Optional.of(folder), files, labels, seed, notes);
    }

    /// Returns settings with the user's own file of a split.
    public TaskSettings withFile(Split split, Path file) {
        var all = new TreeMap<>(files);
        all.put(split, file);
        return new TaskSettings(data, all, labels, seed, notes);
    }

    /// Returns settings with the labels of a trained model.
    public TaskSettings withLabels(List<String> trained) {
        return new TaskSettings(data, files, trained, seed, notes);
    }

    /// Returns settings whose notes go to `listener`.
    public TaskSettings withNotes(Consumer<String> listener) {
        return new TaskSettings(data, files, labels, seed, listener);
    }
}
