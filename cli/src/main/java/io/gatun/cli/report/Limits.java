package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a reader must know before believing a report's numbers.
final class Limits {

    /// What the paper's models read: 524,288 steps of 128 sequences of 512 tokens.
    private static final double PAPER_TOKENS = 524_288.0 * 128 * 512;

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
        limits.add(("Seconds are the clock's, on the machine named below: %s. They say nothing about other machines or "
                        + "longer sequences, where convolutions gain on attention.")
                .formatted(CpuShare.ofAll(results).sentence()));
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
                        + "; sd is the standard deviation over them, which the intervals do not know.";
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
