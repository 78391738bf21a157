package io.gatun.data.task;

import io.gatun.data.Split;
import java.util.List;

/// A data set that is cast as text to text.
public interface Task {

    /// Returns the name by which a user asks for it.
    String name();

    /// Returns the number by which it is reported.
    Metric metric();

    /// Returns the class labels in their order, the positive one last where there are two; empty for a task whose
    /// answers are free text.
    List<String> labels();

    /// Returns the splits there are.
    List<Split> splits();

    /// Reads a split, always in the same order. Only the files of this split are opened; a validation split
    /// that the data does not have is a part of its training data.
    ///
    /// @throws TaskException if there is no such split, or its files are missing or not in the expected form
    List<Example> load(Split split);

    /// Says whether answers are labels.
    default boolean classification() {
        return !labels().isEmpty();
    }

    /// Scores the model's answers.
    ///
    /// @throws IllegalArgumentException if there are not as many answers as examples, or none
    default Scores score(List<Example> examples, List<String> answers) {
        return Scores.of(this, examples, answers);
    }
}
