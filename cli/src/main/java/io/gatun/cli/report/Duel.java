package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The best pre-trained convolution of each task against the pre-trained transformer.
///
/// @param better the tasks on which the convolution is better beyond chance
/// @param worse those on which it is worse
/// @param equal those on which the two cannot be told apart
record Duel(List<String> better, List<String> worse, List<String> equal) {

    static Duel of(List<Comparison> comparisons) {
        Duel duel = new Duel(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Comparison comparison : comparisons) {
            Optional<Cell> attention = comparison.pretrained().stream()
                    .flatMap(Optional::stream)
                    .filter(cell -> cell.arch().equals(Findings.ATTENTION))
                    .findFirst();
            Optional<Cell> convolution = comparison.pretrained().stream()
                    .flatMap(Optional::stream)
                    .filter(cell -> !cell.arch().equals(Findings.ATTENTION))
                    .max(Comparator.comparingDouble(Cell::value));
            if (attention.isPresent() && convolution.isPresent()) {
                duel.side(attention.get(), convolution.get()).add(comparison.task());
            }
        }
        return duel;
    }

    private List<String> side(Cell attention, Cell convolution) {
        if (attention.ties(convolution)) {
            return equal;
        }
        return convolution.value() > attention.value() ? better : worse;
    }

    int tasks() {
        return better.size() + worse.size() + equal.size();
    }

    /// Returns what the convolution is, as the end of a sentence.
    String sentence() {
        List<String> parts = new ArrayList<>();
        add(parts, "is better on ", better);
        add(parts, "is worse on ", worse);
        add(parts, "cannot be told apart on ", equal);
        return Words.list(parts);
    }

    private static void add(List<String> parts, String claim, List<String> tasks) {
        if (!tasks.isEmpty()) {
            parts.add(claim + Words.list(tasks));
        }
    }
}
