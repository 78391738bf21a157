package io.gatun.cli;

/// The learning rates that are used where none are asked for.
final class Rates {

    private static final long LONGEST_WARM_UP = 1000;

    private Rates() {}

    /// Returns the schedule: a linear warm-up over a tenth of the steps, at most 1,000, to `peak`; then linear
    /// decay.
    static String of(double peak, long steps) {
        long warmup = Math.clamp(steps / 10, 1, LONGEST_WARM_UP);
        return "constant:" + peak + "*warmup:" + warmup + "*linear:" + warmup + ":" + (steps + 1);
    }
}
