package io.gatun.data.task;

import io.gatun.data.Split;
import java.util.List;

/// A published data set: which files it has, and how its rows are cast as text. Classes of this kind hold no
/// data; [DataSetTask] reads with them.
interface DataSet {

    /// Returns where it comes from.
    Origin origin();

    /// Returns the number by which it is reported.
    default Metric metric() {
        return Metric.ACCURACY;
    }

    /// Returns the labels; empty if answers are free text, or if the labels are those of the training data.
    List<String> labels();

    /// Says whether it has validation data; without, some training data serves.
    default boolean hasValidation(DataFolder folder) {
        return false;
    }

    /// Says whether it has a split that asks for more than its training data shows.
    default boolean hasGeneralization() {
        return false;
    }

    /// Reads a split that it has. Opens the files of this split alone.
    ///
    /// @throws TaskException if a file is missing or not in the expected form
    void read(Split split, DataFolder folder, ExampleReader into);

    /// Scores answers.
    default Scores score(Task task, List<Example> examples, List<String> answers) {
        return Scores.of(task, examples, answers);
    }
}
