package io.gatun.data.task;

import java.util.List;

/// A question put to the model and its right answers, as text.
///
/// @param input what the model reads
/// @param targets the right answers, at least one; the first is the one to learn
/// @param category what kind of example it is, where the task tells kinds apart, else empty
public record Example(String input, List<String> targets, String category) {

    /// Copies the answers.
    public Example {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("example: expected at least one right answer, got none");
        }
    }

    /// Creates an example with one right answer.
    public Example(String input, String target) {
        this(input, List.of(target), "");
    }

    /// Returns the answer to learn.
    public String target() {
        return targets.getFirst();
    }
}
