package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the numbers say, in sentences, and what they do not say.
final class Findings {

    static final String ATTENTION = "transformer";

    /// What the paper's models read: 524,288 steps of 128 sequences of 512 tokens.
    private static final double PAPER_TOKENS = 524_288.0 * 128 * 512;

    private final Results results;
    private final List<Comparison> comparisons;

    Findings(Results results) {
        this.results = results;
        this.comparisons = Comparison.of(results);
    }

    List<Comparison> comparisons() {
        return comparisons;
    }

    /// Returns the answers, the paper's question first.
    List<String> answers() {
        List<String> answers = new ArrayList<>();
        question().ifPresent(answers::add);
        for (Comparison comparison : comparisons) {
            best(comparison).ifPresent(answers::add);
        }
        gain().ifPresent(answers::add);
        return answers;
    }

    /// Is a pre-trained convolution better than the pre-trained transformer?
    private Optional<String> question() {
        List<String> better = new ArrayList<>();
        List<String> worse = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            Optional<Cell> attention = comparison.pretrained().stream()
                    .flatMap(Optional::stream)
                    .filter(cell -> cell.arch().equals(ATTENTION))
                    .findFirst();
            Optional<Cell> convolution = comparison.pretrained().stream()
                    .flatMap(Optional::stream)
                    .filter(cell -> !cell.arch().equals(ATTENTION))
                    .max(Comparator.comparingDouble(Cell::value));
            if (attention.isPresent() && convolution.isPresent()) {
                Cell a = attention.get();
                Cell c = convolution.get();
                (a.ties(c) ? equal : c.value() > a.value() ? better : worse).add(comparison.task());
            }
        }
        if (better.isEmpty() && worse.isEmpty() && equal.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        add(parts, "is better on ", better);
        add(parts, "is worse on ", worse);
        add(parts, "cannot be told apart on ", equal);
        return Optional.of(
                "Both pre-trained, the best convolution, set against the transformer, " + Words.list(parts) + ".");
    }

    private static void add(List<String> parts, String claim, List<String> tasks) {
        if (!tasks.isEmpty()) {
            parts.add(claim + Words.list(tasks));
        }
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
            if (leaders.size() == 1) {
                return lead + ", ahead of all others by more than chance explains.";
            }
            return lead + "; " + Words.list(leaders.subList(1, leaders.size())) + " may be as good.";
        });
    }

    private Optional<String> gain() {
        int pairs = 0;
        int up = 0;
        int clearlyUp = 0;
        int clearlyDown = 0;
        for (Comparison comparison : comparisons) {
            for (int i = 0; i < comparison.scratch().size(); i++) {
                Optional<Cell> from = comparison.scratch().get(i);
                Optional<Cell> to = comparison.pretrained().get(i);
                if (from.isPresent() && to.isPresent()) {
                    pairs++;
                    boolean higher = to.get().value() > from.get().value();
                    boolean clear = !to.get().ties(from.get());
                    up += higher ? 1 : 0;
                    clearlyUp += clear && higher ? 1 : 0;
                    clearlyDown += clear && !higher ? 1 : 0;
                }
            }
        }
        return pairs == 0
                ? Optional.empty()
                : Optional.of(
                        ("Pre-training raised the score in %d of %d comparisons, in %d of them by more than chance "
                                        + "explains; it lowered it by more than chance explains in %d.")
                                .formatted(up, pairs, clearlyUp, clearlyDown));
    }

    /// Returns what a reader must know before believing an answer.
    List<String> limits() {
        List<String> limits = new ArrayList<>();
        baseline().ifPresent(limits::add);
        limits.add("Intervals hold for the choice of test examples: 95 %, Wilson's for a rate, Newcombe's for a "
                + "difference. They take models as tested on different examples, which makes them wider than they must "
                + "be, and they know nothing of the luck of a random start.");
        limits.add(seeds());
        limits.add(
                "“The best convolution” is chosen after the test among several, which favours convolutions a little; "
                        + "with many comparisons on a page, one in twenty clear differences is luck.");
        scale().ifPresent(limits::add);
        limits.add("Every architecture got the same steps, batches and learning rate. None was tuned; a setting that "
                + "suits one better may have been missed.");
        limits.add(
                "Seconds were taken in one process on the machine named below. They say nothing about other machines "
                        + "or longer sequences, where convolutions gain on attention.");
        return limits;
    }

    private Optional<String> baseline() {
        List<String> low = new ArrayList<>();
        for (Comparison comparison : comparisons) {
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
                : Optional.of("No better than always giving the most frequent answer, and so no evidence for anything: "
                        + Words.list(low) + ".");
    }

    private String seeds() {
        long seeds = results.runs().stream().mapToLong(Run::seed).distinct().count();
        return seeds == 1
                ? "One random start (seed) stands behind every number. Another seed can move a small model's score by "
                        + "several points; --seeds 3 shows how much."
                : "Every number is the mean of " + Words.count(seeds, "random start")
                        + ", with the lowest and the highest beside it.";
    }

    private Optional<String> scale() {
        return results.pretrainings().stream().mapToDouble(Pretraining::tokens).max().stream()
                .mapToObj(tokens ->
                        ("Each model read %s tokens in pre-training. The paper's read about 34 billion, %s times "
                                        + "as many, with models of hundreds of times as many parameters: this page shows the "
                                        + "method at work, and neither confirms nor refutes the paper.")
                                .formatted(Words.brief(tokens), Words.brief(Math.max(1, PAPER_TOKENS / tokens))))
                .findFirst();
    }
}
