package io.gatun.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Measurements of one case, ours and a peer's in turn. Those that another process disturbed are set aside, and count
/// only where there are no others.
final class Pairs {

    /// One run of ours and the peer's that followed it.
    record Pair(Measured ours, Measured theirs) {

        double ratio() {
            return theirs.milliseconds() / ours.milliseconds();
        }

        /// Returns the ratio of the shortest runs, which neighbours on a shared machine disturb least.
        double ratioOfShortest() {
            return theirs.least() / ours.least();
        }

        boolean disturbed(int threads) {
            return ours.disturbed(threads) || theirs.disturbed(threads);
        }
    }

    private final int threads;
    private final List<Pair> kept = new ArrayList<>();
    private final List<Pair> discarded = new ArrayList<>();

    Pairs(int threads) {
        this.threads = threads;
    }

    void add(Pair pair) {
        (pair.disturbed(threads) ? discarded : kept).add(pair);
    }

    /// Returns how many pairs count.
    int count() {
        return kept.size();
    }

    /// Returns how many pairs were disturbed.
    int discarded() {
        return discarded.size();
    }

    /// Returns whether there is nothing at all to show.
    boolean isEmpty() {
        return shown().isEmpty();
    }

    /// Returns whether the figures rest on disturbed pairs.
    boolean doubtful() {
        return kept.isEmpty() && !discarded.isEmpty();
    }

    /// Returns the pairs that the figures rest on.
    List<Pair> shown() {
        return kept.isEmpty() ? discarded : kept;
    }

    /// Returns the median of what the peer takes for each of our milliseconds: above 1 where Gatun is ahead.
    double ratio() {
        return median(Pair::ratio);
    }

    double median(ToDoubleFunction<Pair> value) {
        double[] sorted = shown().stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
