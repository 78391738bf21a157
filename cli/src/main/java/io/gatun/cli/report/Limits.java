package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a reader must know before believing a report's numbers.
final class Limits {

    private final Results results;
    private final List<Comparison> comparisons;

    private Limits(Results results) {
        this.results = results;
        this.comparisons = Comparison.of(results);
    }

    static List<String> of(Results results) {
        return new Limits(results).limits();
    }

    private List<String> limits() {
        List<String> limits = new ArrayList<>();
        if (!results.failed().isEmpty()) {
            limits.add(failed());
        }
        baseline().ifPresent(limits::add);
        limits.add("Intervals hold for the choice of test examples: 95 %, Wilson's for a rate, Newcombe's for a "
                + "difference. They take models as tested on different examples, which usually makes them wider than they "
                + "must be.");
        if (!results.runs().isEmpty()) {
            limits.add(seeds());
        }
        comparisons().ifPresent(limits::add);
        if (!results.pretrainings().isEmpty()) {
            limits.add(PaperScale.of(results).sentence());
        }
        limits.add(
                "Every architecture got the same steps, batches and learning rates, and no search was made for better "
                        + "ones: a setting that suits one better may have been missed.");
        limits.add(("Seconds are the clock's, on the machine named below: %s. They say nothing about other machines or "
                        + "other lengths.")
                .formatted(CpuShare.ofAll(results).sentence()));
        return limits;
    }

    private String failed() {
        return "%s could not go on, and what it would have shown is missing above: %s."
                .formatted(
                        Words.count(results.failed().size(), "training"),
                        results.failed().stream()
                                .map(each -> each.what() + " (" + each.message() + ")")
                                .collect(Collectors.joining("; ")));
    }

    private Optional<String> baseline() {
        List<String> low = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            if (!comparison.tells()) {
                low.add(comparison.task() + " (every model)");
                continue;
            }
            for (boolean pretrained : new boolean[] {false, true}) {
                List<String> archs = comparison.cells(pretrained).stream()
                        .flatMap(Optional::stream)
                        .filter(cell -> !cell.beatsBaseline())
                        .map(Cell::arch)
                        .toList();
                if (!archs.isEmpty()) {
                    low.add("%s (%s: %s)"
                            .formatted(
                                    comparison.task(), pretrained ? "pre-trained" : "from scratch", Words.list(archs)));
                }
            }
        }
        return low.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("Not clearly better than always giving the most frequent answer: %s. Where no model is, the "
                                        + "scores are no evidence for anything, and answers, means and marks leave the task out.")
                                .formatted(Words.list(low)));
    }

    private String seeds() {
        IntSummaryStatistics seeds = comparisons.stream()
                .flatMap(comparison -> Stream.concat(comparison.scratch().stream(), comparison.pretrained().stream()))
                .flatMap(Optional::stream)
                .mapToInt(Cell::seeds)
                .summaryStatistics();
        if (seeds.getMax() == 1) {
            return "One random start (seed) stands behind every number, so no interval knows its luck. Another seed can "
                    + "move a score by points; --seeds 3 shows how much.";
        }
        String count = seeds.getMin() == seeds.getMax()
                ? "%d random starts (seeds)".formatted(seeds.getMax())
                : "%d to %d random starts (seeds), as far as they are finished"
                        .formatted(seeds.getMin(), seeds.getMax());
        return "Every number is the mean of %s; sd is the standard deviation over them. ".formatted(count)
                + "The interval of a single score does not know it. A difference is clear only if it exceeds what the choice "
                + "of test examples and the spread over seeds explain together: Newcombe's half-width and Student's, with one "
                + "spread for both sides, added as squares.";
    }

    /// Says how many comparisons the tables make, each for itself: gains, distances from the best, and
    /// from the linear classifier.
    private Optional<String> comparisons() {
        long count = 0;
        for (Comparison comparison : comparisons) {
            for (int i = 0; i < comparison.scratch().size(); i++) {
                count += comparison.tells() && comparison.gain(i).isPresent() ? 1 : 0;
            }
            for (boolean pretrained : new boolean[] {false, true}) {
                count += comparison.tells(pretrained)
                        ? comparison.cells(pretrained).stream()
                                        .flatMap(Optional::stream)
                                        .count()
                                - 1
                        : 0;
            }
            count += comparison.tells(true) && comparison.linear().isPresent() ? 1 : 0;
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        ("The marks of the tables and the sentences task by task rest on %s, each for itself at 95 %%: of "
                                        + "comparisons between equals, up to one in twenty looks clear. The answers are corrected for "
                                        + "the number of theirs.")
                                .formatted(Words.count(count, "comparison")));
    }
}
