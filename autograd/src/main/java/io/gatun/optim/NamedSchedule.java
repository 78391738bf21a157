package io.gatun.optim;

import java.util.function.LongToDoubleFunction;

/// A schedule with a text form; two of one text are equal.
///
/// @param text what [Schedule#parse] reads
/// @param function step to rate
record NamedSchedule(String text, LongToDoubleFunction function) implements Schedule {

    static void positive(String name, long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(name + ": expected at least 1 step, got " + steps);
        }
    }

    static void ordered(String name, long from, long to) {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException(name + ": expected steps 0 <= from < to, got " + from + " and " + to);
        }
    }

    /// Returns how much of the way from `from` to `to` is done, 0 to 1.
    static double progress(long step, long from, long to) {
        return Math.clamp((double) (step - from) / (to - from), 0, 1);
    }

    @Override
    public double rate(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("schedule: steps are counted from 1, got " + step);
        }
        return function.applyAsDouble(step);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NamedSchedule schedule && text.equals(schedule.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
