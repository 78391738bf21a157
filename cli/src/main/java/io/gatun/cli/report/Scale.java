package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;

/// A linear axis: values from `low` to `high` lie on coordinates from `from` to `to`.
record Scale(double low, double high, double from, double to) implements Axis {

    /// An axis that holds all values, with round ends.
    static Scale around(double least, double most, double from, double to) {
        double span = most > least ? most - least : Math.max(Math.abs(most), 1);
        double step = step(span);
        double low = Math.floor(least / step) * step;
        double high = Math.ceil(most / step) * step;
        return new Scale(low, high > low ? high : low + 4 * step, from, to); // a flat line also needs some height
    }

    @Override
    public double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    @Override
    public List<Double> ticks() {
        double step = step(high - low);
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.ceil(low / step - 1e-9);
        for (long i = first; i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// A step of 1, 2 or 5 times a power of ten that gives four to nine intervals.
    private static double step(double span) {
        double power = Math.pow(10, Math.floor(Math.log10(span / 4)));
        double ratio = span / 4 / power;
        return (ratio >= 5 ? 5 : ratio >= 2 ? 2 : 1) * power;
    }
}
