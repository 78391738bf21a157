package io.gatun.cli.report;

/// An interval that holds the true value with a confidence of 95 %.
///
/// @param low its lower end
/// @param high its upper end
record Interval(double low, double high) {

    /// The standard normal distribution's 97.5 % quantile.
    private static final double Z = 1.959963984540054;

    /// The interval of a rate seen on `n` examples, after Wilson (1927), "Probable inference, the law of
    /// succession, and statistical inference". It stays within 0…1, and is right for few examples and for rates
    /// near 0 or 1. For a mean of scores in 0…1 that are not all 0 or 1 (token F1) it is too wide, never too
    /// narrow.
    static Interval ofRate(double rate, long n) {
        if (n == 0) {
            return new Interval(0, 1);
        }
        double z2 = Z * Z;
        double centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(rate * (1 - rate) / n + z2 / (4.0 * n * n));
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /// The interval of `rate - other` for rates seen on `n` and `m` examples, after Newcombe (1998), "Interval
    /// estimation for the difference between independent proportions", method 10. Two models tested on the same
    /// examples differ by less than it says.
    static Interval ofDifference(double rate, long n, double other, long m) {
        Interval a = ofRate(rate, n);
        Interval b = ofRate(other, m);
        return new Interval(
                rate - other - Math.hypot(rate - a.low, b.high - other),
                rate - other + Math.hypot(a.high - rate, other - b.low));
    }

    /// Returns whether a value lies inside.
    boolean holds(double value) {
        return low <= value && value <= high;
    }
}
