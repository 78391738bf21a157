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
            best(comparison).ifPresent(sentence -> sentences.add(sentence + linear(comparison)));
        }
        return sentences;
    }

    private static Optional<String> best(Comparison comparison) {
        return comparison.best(true).map(best -> {
            List<String> leaders = comparison.leaders(true);
            String lead = "On %s, %s is highest with %s %% %s"
                    .formatted(
                            comparison.task(),
                            best.arch(),
                            Words.percent(best.value()),
                            Words.name(comparison.metric()));
            if (comparison.cells(true).stream().filter(Optional::isPresent).count() == 1) {
                return lead + "; no other was compared.";
            }
            if (leaders.size() == 1) {
                return lead + ", ahead of all others by more than chance explains.";
            }
            return lead + "; " + Words.list(leaders.subList(1, leaders.size())) + " may be as good.";
        });
    }

    private static String linear(Comparison comparison) {
        if (comparison.linear().isEmpty()) {
            return "";
        }
        double linear = comparison.linear().getAsDouble();
        Cell best = comparison.best(true).orElseThrow();
        boolean tie =
                Interval.ofDifference(best.value(), best.n(), linear, best.n()).holds(0);
        String place = tie
                ? " That is no more than chance away from the linear classifier's %s %%."
                : best.value() > linear
                        ? " That is above the linear classifier's %s %%."
                        : " That is below the linear classifier's %s %%: the models have learnt less than words alone tell.";
        return place.formatted(Words.percent(linear));
    }
}
