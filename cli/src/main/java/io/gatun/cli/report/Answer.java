package io.gatun.cli.report;

import java.util.List;

/// A question of the paper, and what the numbers say to it.
///
/// @param question the question
/// @param verdict the answer in a sentence, "cannot be told" included
/// @param reasons the numbers behind it
record Answer(String question, String verdict, List<String> reasons) {

    /// Returns verdict and reasons as one text.
    String text() {
        return String.join(" ", reasons.isEmpty() ? List.of(verdict) : List.of(verdict, String.join(" ", reasons)));
    }
}
