package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// How far some cells are above others, on average over tasks, with an interval for what chance explains:
/// the choice of test examples, and the luck of a random start as far as there are several seeds to see
/// it.
///
/// @param mean the mean over the tasks
/// @param interval its interval
/// @param up on how many tasks it is above zero
/// @param down on how many it is below
/// @param tasks how many tasks there are
record Difference(double mean, Interval interval, int up, int down, int tasks) {

    private static final double ALPHA = .05;

    /// Two cells of one task.
    ///
    /// @param cell the one that may be above
    /// @param other the one it is set against
    record Pair(Cell cell, Cell other) {

        double difference() {
            return cell.value() - other.value();
        }
    }

    /// The difference on a single task, at 95 %.
    static Difference of(Cell cell, Cell other) {
        return of(List.of(new Pair(cell, other)), 1);
    }

    /// The mean of the differences of some tasks.
    ///
    /// @param pairs one for each task, at least one
    /// @param together how many comparisons are to be right at once, all of them with 95 % (Bonferroni)
    static Difference of(List<Pair> pairs, int together) {
        int tasks = pairs.size();
        double p = 1 - ALPHA / together / 2;
        double z = Quantile.normal(p);
        double below = 0;
        double above = 0;
        for (Pair pair : pairs) {
            Interval chance =
                    Interval.ofDifference(pair.cell.value(), pair.cell.n(), pair.other.value(), pair.other.n(), z);
            below = Math.hypot(below, pair.difference() - chance.low());
            above = Math.hypot(above, chance.high() - pair.difference());
        }
        double seeds = seeds(pairs, p);
        double mean = pairs.stream().mapToDouble(Pair::difference).average().orElseThrow();
        return new Difference(
                mean,
                new Interval(mean - Math.hypot(below / tasks, seeds), mean + Math.hypot(above / tasks, seeds)),
                (int) pairs.stream().filter(pair -> pair.difference() > 0).count(),
                (int) pairs.stream().filter(pair -> pair.difference() < 0).count(),
                tasks);
    }

    /// The half-width for the luck of random starts: Student's, of what the seeds have on average over
    /// the tasks, with one spread for both sides. Seeds are averaged first because the tasks of a seed
    /// share their pre-trained weights, and so their luck. Of seeds that have not finished every task
    /// only the spread on single tasks is known.
    private static double seeds(List<Pair> pairs, double p) {
        Map<Long, Double> cells = means(pairs, Pair::cell);
        Map<Long, Double> others = means(pairs, Pair::other);
        int freedom = cells.size() + others.size() - 2;
        if (!cells.isEmpty() && !others.isEmpty() && freedom > 0) {
            double variance = (Cell.squares(cells.values()) + Cell.squares(others.values())) / freedom;
            return Quantile.student(p, freedom) * Math.sqrt(variance * (1.0 / cells.size() + 1.0 / others.size()));
        }
        double half = 0;
        if (pairs.size() > 1) {
            for (Pair pair : pairs) {
                half = Math.hypot(half, seeds(List.of(pair), p) / pairs.size());
            }
        }
        return half;
    }

    private static Map<Long, Double> means(List<Pair> pairs, Function<Pair, Cell> side) {
        List<Map<Long, Double>> tasks = new ArrayList<>();
        pairs.forEach(pair -> tasks.add(side.apply(pair).values()));
        Set<Long> finished = new TreeSet<>(tasks.getFirst().keySet());
        tasks.forEach(values -> finished.retainAll(values.keySet()));
        Map<Long, Double> means = new TreeMap<>();
        finished.forEach(seed -> means.put(
                seed,
                tasks.stream().mapToDouble(values -> values.get(seed)).average().orElseThrow()));
        return means;
    }

    /// Returns whether chance does not explain it.
    boolean clear() {
        return !interval.holds(0);
    }

    /// Returns whether it is above zero, beyond chance and on most tasks.
    boolean above() {
        return interval.low() > 0 && up > down;
    }

    /// Returns whether it is below zero, beyond chance and on most tasks.
    boolean below() {
        return interval.high() < 0 && down > up;
    }

    /// Returns whether it is another than a second one beyond chance.
    boolean differs(Difference other) {
        return !interval.minus(mean, other.interval, other.mean).holds(0);
    }

    /// Returns how probable a split of the tasks at least as uneven is between equals: the two-sided sign
    /// test, without tasks that are equal.
    double signTest() {
        int n = up + down;
        double ways = 1; // to choose i of n
        double sum = 0;
        for (int i = 0; i <= Math.min(up, down); i++) {
            sum += ways;
            ways *= (double) (n - i) / (i + 1);
        }
        return Math.min(1, 2 * sum / Math.pow(2, n));
    }

    /// Returns mean, interval and sign test in words.
    String sentence() {
        String text = "%s points (%s)".formatted(Words.points(mean), bounds());
        return tasks == 1
                ? text + ", on a single task"
                : "%s, higher on %d of %d tasks, sign test p = %s".formatted(text, up, tasks, probability(signTest()));
    }

    /// Returns the ends of the interval: `+1.3 to +4.1`.
    String bounds() {
        return Words.bound(interval.low()) + " to " + Words.bound(interval.high());
    }

    private static String probability(double p) {
        return p < 0.1 ? Words.small(p) : String.format(Locale.ROOT, "%.2f", p);
    }
}
