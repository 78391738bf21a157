package io.gatun.data;

import java.util.Locale;

/// The parts into which a data set is divided.
public enum Split {
    /// What a model learns from.
    TRAIN,
    /// What settings and checkpoints are chosen on.
    VALIDATION,
    /// What is reported.
    TEST,
    /// What is reported beside it where a task asks for more than its training data shows.
    GENERALIZATION;

    /// Returns the split of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Split named(String name) {
        for (Split split : values()) {
            if (split.toString().equals(name)) {
                return split;
            }
        }
        throw new IllegalArgumentException(
                "split: expected train, validation, test or generalization, got '" + name + "'");
    }

    /// Returns the name in lower case, as the command line has it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
