package io.gatun.cli.report;

import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/// One architecture on one task, from one start: the mean over the seeds.
///
/// @param arch the architecture's name
/// @param pretrained whether it began from pre-trained weights
/// @param value the mean of the main metric
/// @param n how many test examples stand behind each seed's value
/// @param seeds how many seeds
/// @param lowest the lowest value of a seed
/// @param highest the highest value of a seed
/// @param deviation the sample standard deviation over the seeds; 0 for a single one
/// @param baseline the value of always giving the most frequent answer
record Cell(
        String arch,
        boolean pretrained,
        double value,
        long n,
        int seeds,
        double lowest,
        double highest,
        double deviation,
        double baseline) {

    /// Returns the cell of these runs; empty if there are none.
    static Optional<Cell> of(List<Run> runs) {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        DoubleSummaryStatistics values = runs.stream().mapToDouble(Run::value).summaryStatistics();
        Run first = runs.getFirst();
        long n = runs.stream().mapToLong(Run::n).min().orElseThrow();
        return Optional.of(new Cell(
                first.arch(),
                first.pretrained(),
                values.getAverage(),
                n,
                runs.size(),
                values.getMin(),
                values.getMax(),
                deviation(runs, values.getAverage()),
                first.baseline()));
    }

    private static double deviation(List<Run> runs, double mean) {
        double squares = runs.stream()
                .mapToDouble(run -> (run.value() - mean) * (run.value() - mean))
                .sum();
        return runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1));
    }

    /// Returns the interval for the choice of test examples. More seeds do not narrow it: they see the same
    /// examples.
    Interval interval() {
        return Interval.ofRate(value, n);
    }

    /// Returns whether it is above the baseline by more than the choice of test examples explains.
    boolean beatsBaseline() {
        return interval().low() > baseline;
    }

    /// Returns whether the difference from another cell is no larger than the choice of test examples explains.
    boolean ties(Cell other) {
        return Interval.ofDifference(value, n, other.value, other.n).holds(0);
    }
}
