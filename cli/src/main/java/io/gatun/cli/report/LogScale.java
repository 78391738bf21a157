package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A logarithmic axis: equal factors are equal distances.
///
/// @param logs the axis of the logarithms
/// @param ticks the values to label
record LogScale(Scale logs, List<Double> ticks) implements Axis {

    /// An axis that holds all values from one to another, both above 0, with round ends.
    static LogScale around(double least, double most, double from, double to) {
        List<Double> ticks = ticks(least, most);
        double low = Math.min(least, ticks.getFirst());
        double high = Math.max(most, ticks.getLast());
        return new LogScale(new Scale(Math.log(low), Math.log(high), from, to), ticks);
    }

    /// An axis from one of these values to another, all of them labelled.
    static LogScale over(List<Double> values, double from, double to) {
        double left = values.getFirst();
        double right = Math.max(values.getLast(), left * 2);
        return new LogScale(new Scale(Math.log(left), Math.log(right), from, to), values);
    }

    @Override
    public double at(double value) {
        return logs.at(Math.log(value));
    }

    /// Returns 1, 2 and 5 times powers of ten from just below the least to just above the most; powers of ten only
    /// where these would be many.
    private static List<Double> ticks(double least, double most) {
        List<Double> steps = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most * 10; power *= 10) {
            double of = power;
            Stream.of(1, 2, 5).map(step -> step * of).forEach(steps::add);
        }
        int from = 0;
        while (from + 1 < steps.size() && steps.get(from + 1) <= least) {
            from++;
        }
        int to = from + 1;
        while (to < steps.size() - 1 && steps.get(to) < most) {
            to++;
        }
        List<Double> ticks = steps.subList(from, to + 1);
        if (ticks.size() <= 9) {
            return ticks;
        }
        return ticks.stream()
                .filter(tick -> Math.abs(Math.log10(tick) - Math.rint(Math.log10(tick))) < 1e-9)
                .toList();
    }
}
