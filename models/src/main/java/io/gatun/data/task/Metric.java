package io.gatun.data.task;

import java.util.Locale;

/// The number by which a task is reported.
public enum Metric {
    /// The share of examples whose label is right.
    ACCURACY,
    /// The share of examples whose answer equals a right one, white space at its ends aside.
    EXACT_MATCH,
    /// The mean overlap of words with the best right answer, as SQuAD defines it.
    TOKEN_F1;

    /// Returns the name as results have it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
