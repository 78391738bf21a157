package io.gatun.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Measurements of one case, ours and a peer's in turn.
final class Pairs {

    private record Pair(Measured ours, Measured theirs) {

        double ratio() {
            return theirs.milliseconds() / ours.milliseconds();
        }
    }

    private final Asked asked;
    private final String peer;
    private final int threads;
    private final List<Pair> kept = new ArrayList<>();
    private int disturbed;

    Pairs(Asked asked, String peer, int threads) {
        this.asked = asked;
        this.peer = peer;
        this.threads = threads;
    }

    /// Adds a pair, unless one of the two was disturbed.
    void add(Measured ours, Measured theirs) {
        if (ours.disturbed(threads) || theirs.disturbed(threads)) {
            disturbed++;
        } else {
            kept.add(new Pair(ours, theirs));
        }
    }

    /// Returns the ratio of the shortest runs, which neighbours on a shared machine disturb least.
    private double ratioOfShortest() {
        return median(pair -> pair.theirs.least() / pair.ours.least());
    }

    /// Returns how many pairs count.
    int count() {
        return kept.size();
    }

    /// Returns the median of what the peer takes for each of our milliseconds: above 1 where Gatun is ahead.
    double ratio() {
        return median(Pair::ratio);
    }

    private double median(ToDoubleFunction<Pair> value) {
        double[] sorted = kept.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The heading of the table whose rows [#row] returns.
    static String heading() {
        return """
                | case | threads | peer | ratio | lowest … highest | of the shortest runs | pairs (thrown away) | ours, ms | theirs, ms | peak MB, ours / theirs |
                | --- | --: | --- | --: | --- | --: | --: | --: | --: | --: |""";
    }

    /// Returns a row of the table, as Markdown.
    String row() {
        if (kept.isEmpty()) {
            return String.format(
                    "| `%s` | %d | %s | – | all %d pairs disturbed | | 0 (%d) | | | |",
                    asked, threads, peer, disturbed, disturbed);
        }
        double lowest = kept.stream().mapToDouble(Pair::ratio).min().orElseThrow();
        double highest = kept.stream().mapToDouble(Pair::ratio).max().orElseThrow();
        return String.format(
                Locale.ROOT,
                "| `%s` | %d | %s | **%.2f** | %.2f … %.2f | %.2f | %d (%d) | %.3g | %.3g | %.0f / %.0f |",
                asked,
                threads,
                peer,
                ratio(),
                lowest,
                highest,
                ratioOfShortest(),
                kept.size(),
                disturbed,
                median(pair -> pair.ours.milliseconds()),
                median(pair -> pair.theirs.milliseconds()),
                median(pair -> pair.ours.peakMegabytes()),
                median(pair -> pair.theirs.peakMegabytes()));
    }
}
