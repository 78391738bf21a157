package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the numbers say task by task, in sentences.
final class Findings {

    static final String ATTENTION = "transformer";

    private final List<Comparison> comparisons;

    Findings(Results results) {
        this.comparisons = Comparison.of(results);
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    /// Returns what came out task by task, and how it stands to a classifier that knows words and no order.
    List<String> tasks() {
        List<String> sentences = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            if (comparison.best(true).isPresent()) {
                sentences.add(
                        comparison.tells(true)
                                ? best(comparison)
                                        + comparison
                                                .linear()
                                                .map(of -> linear(comparison, of))
                                                .orElse("")
                                : nothing(comparison));
            }
        }
        return sentences;
    }

    private static String nothing(Comparison comparison) {
        return "On %s, no pre-trained model is better than always giving the most frequent answer (%s %%): nothing can be told."
                .formatted(comparison.task(), Words.percent(comparison.baseline()));
    }

    private static String best(Comparison comparison) {
        List<Cell> leaders = comparison.leaders(true);
        List<String> first =
                leaders.stream().filter(comparison::first).map(Cell::arch).toList();
        List<String> others = leaders.stream()
                .filter(cell -> !comparison.first(cell))
                .map(Cell::arch)
                .toList();
        String lead = "On %s, %s %s with %s %% %s"
                .formatted(
                        comparison.task(),
                        Words.list(first),
                        first.size() == 1 ? "is highest" : "share first place",
                        Words.percent(leaders.getFirst().value()),
                        Words.name(comparison.metric()));
        if (comparison.cells(true).stream().filter(Optional::isPresent).count() == 1) {
            return lead + "; no other was compared.";
        }
        if (!others.isEmpty()) {
            return lead + "; " + Words.list(others) + " may be as good.";
        }
        return lead + (first.size() == 1 ? ", ahead of all others by more than chance explains." : ".");
    }

    private static String linear(Comparison comparison, Linear linear) {
        Difference beside = Difference.of(comparison.best(true).orElseThrow(), Cell.of(linear, comparison.baseline()));
        String place = !beside.clear()
                ? " That is no more than chance away from the linear classifier's %s %%."
                : beside.mean() > 0
                        ? " That is above the linear classifier's %s %%."
                        : " That is below the linear classifier's %s %%: the models have learnt less than words alone tell.";
        return place.formatted(Words.percent(linear.value()));
    }
}
