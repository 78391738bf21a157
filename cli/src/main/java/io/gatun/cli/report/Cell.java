package io.gatun.cli.report;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One architecture on one task, from one start.
///
/// @param arch the architecture's name
/// @param pretrained whether it began from pre-trained weights
/// @param values the main metric by seed
/// @param n how many test examples stand behind each seed's value
/// @param baseline the value of always giving the most frequent answer
/// @param more the means of other rates over the seeds, by name
/// @param invalid the highest share of answers of a seed that are none of the labels; empty if that is
///     not known
record Cell(
        String arch,
        boolean pretrained,
        Map<Long, Double> values,
        long n,
        double baseline,
        Map<String, Double> more,
        OptionalDouble invalid) {

    private static final String INVALID = "invalid_rate";

    /// Returns the cell of these runs; empty if there are none.
    static Optional<Cell> of(List<Run> runs) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        Run first = runs.getFirst();
        return Optional.of(new Cell(
                first.arch(),
                first.pretrained(),
                runs.stream()
                        .collect(
                                Collectors.groupingBy(Run::seed, TreeMap::new, Collectors.averagingDouble(Run::value))),
                runs.stream().mapToLong(Run::n).min().orElseThrow(),
                first.baseline(),
                runs.stream()
                        .flatMap(run -> run.more().entrySet().stream())
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, TreeMap::new, Collectors.averagingDouble(Map.Entry::getValue))),
                runs.stream()
                        .flatMap(run -> Optional.ofNullable(run.more().get(INVALID)).stream())
                        .mapToDouble(Double::doubleValue)
                        .max()));
    }

    /// Returns what a linear classifier came to, to be compared with cells.
    static Cell of(Linear linear, double baseline) {
        return new Cell(
                "linear", false, Map.of(0L, linear.value()), linear.n(), baseline, Map.of(), OptionalDouble.empty());
    }

    /// Returns the mean over the seeds.
    double value() {
        return statistics().getAverage();
    }

    /// Returns how many seeds there are.
    int seeds() {
        return values.size();
    }

    /// Returns the lowest value of a seed.
    double lowest() {
        return statistics().getMin();
    }

    /// Returns the highest value of a seed.
    double highest() {
        return statistics().getMax();
    }

    /// Returns the sample standard deviation over the seeds; 0 for a single one.
    double deviation() {
        return seeds() < 2 ? 0 : Math.sqrt(squares(values.values()) / (seeds() - 1));
    }

    private DoubleSummaryStatistics statistics() {
        return values.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
    }

    /// Returns the sum of squared distances from the mean.
    static double squares(Collection<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
    }

    /// Returns the interval for the choice of test examples. More seeds do not narrow it: they see the same
    /// examples.
    Interval interval() {
        return Interval.ofRate(value(), n);
    }

    /// Returns whether it is above the baseline by more than the choice of test examples explains.
    boolean beatsBaseline() {
        return interval().low() > baseline;
    }

    /// Returns whether chance explains the difference from another cell.
    boolean ties(Cell other) {
        return !Difference.of(this, other).clear();
    }
}
