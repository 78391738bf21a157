package io.gatun.optim;

/// A learning rate for every step, or a factor of one: schedules are multiplied to compose them.
///
/// ```
/// Schedule.constant(3e-4).times(Schedule.warmup(1000)).times(Schedule.cosine(1000, 50_000, 0.1))
/// ```
///
/// Steps are counted from 1. The schedules made here have a text form for configurations, such as
/// `constant:3.0E-4*warmup:1000*cosine:1000:50000:0.1`, which `toString` gives and [#parse] reads.
@FunctionalInterface
public interface Schedule {

    /// Returns the rate at a step, counted from 1.
    double rate(long step);

    /// Returns the product with another schedule.
    default Schedule times(Schedule other) {
        return new NamedSchedule(this + "*" + other, step -> rate(step) * other.rate(step));
    }

    /// Returns the same rate for every step.
    static Schedule constant(double rate) {
        return new NamedSchedule("constant:" + rate, _ -> rate);
    }

    /// Returns the factor `min(1, t / steps)`: linear warm-up.
    static Schedule warmup(long steps) {
        NamedSchedule.positive("warmup", steps);
        return new NamedSchedule("warmup:" + steps, step -> Math.min(1, (double) step / steps));
    }

    /// Returns `1 / √max(t, hold)`, the inverse square root that T5 was pre-trained with (Raffel et al. 2020,
    /// section 3.1.2: hold = 10⁴).
    static Schedule rsqrt(long hold) {
        NamedSchedule.positive("rsqrt", hold);
        return new NamedSchedule("rsqrt:" + hold, step -> 1 / Math.sqrt((double) Math.max(step, hold)));
    }

    /// Returns a factor of 1 up to step `from`, then falling linearly to 0 at step `to` and after.
    static Schedule linear(long from, long to) {
        NamedSchedule.ordered("linear", from, to);
        return new NamedSchedule("linear:" + from + ":" + to, step -> 1 - NamedSchedule.progress(step, from, to));
    }

    /// Returns a factor of 1 up to step `from`, then falling by half a cosine to `floor` at step `to` and after
    /// (Loshchilov and Hutter 2017).
    static Schedule cosine(long from, long to, double floor) {
        NamedSchedule.ordered("cosine", from, to);
        return new NamedSchedule(
                "cosine:" + from + ":" + to + ":" + floor,
                step -> floor + (1 - floor) * 0.5 * (1 + Math.cos(Math.PI * NamedSchedule.progress(step, from, to))));
    }

    /// Returns Adafactor's own relative step size `min(10⁻², 1/√t)` (Shazeer and Stern 2018, algorithm 6).
    static Schedule relativeStep() {
        return new NamedSchedule("relative", step -> Math.min(1e-2, 1 / Math.sqrt((double) step)));
    }

    /// Returns Adafactor's relative step size with warm-up, `min(10⁻⁶ · t, 1/√t)` (Shazeer and Stern 2018,
    /// section 9).
    static Schedule relativeStepWithWarmup() {
        return new NamedSchedule("relative-warmup", step -> Math.min(1e-6 * step, 1 / Math.sqrt((double) step)));
    }

    /// Returns the schedule that a text such as `rsqrt:10000` or `constant:0.001*warmup:1000` describes.
    ///
    /// @throws IllegalArgumentException if the text is not understood, naming the part and what is expected
    static Schedule parse(String text) {
        return ScheduleText.parse(text);
    }
}
