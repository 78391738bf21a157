package io.gatun.cli.report;

/// An interval that holds the true value with some confidence: 95 % unless another is asked for.
///
/// @param low its lower end
/// @param high its upper end
record Interval(double low, double high) {

    /// The standard normal distribution's 97.5 % quantile.
    private static final double Z = Quantile.normal(.975);

    /// The interval of a rate seen on `n` examples, after Wilson (1927), "Probable inference, the law of
    /// succession, and statistical inference". It stays within 0…1, and is right for few examples and for
    /// rates near 0 or 1. For a mean of scores in 0…1 that are not all 0 or 1 (token F1) it is too wide,
    /// never too narrow.
    static Interval ofRate(double rate, long n) {
        return ofRate(rate, n, Z);
    }

    /// The same with another confidence.
    ///
    /// @param z the standard normal distribution's quantile that belongs to it
    static Interval ofRate(double rate, long n, double z) {
        if (n == 0) {
            return new Interval(0, 1);
        }
        double z2 = z * z;
        double centre = (rate + z2 / (2 * n)) / (1 + z2 / n);
        double half = z / (1 + z2 / n) * Math.sqrt(rate * (1 - rate) / n + z2 / (4.0 * n * n));
        // where nothing or everything is right an end is exact, and rounding must not put it above a baseline of 0
        return new Interval(rate == 0 ? 0 : centre - half, rate == 1 ? 1 : centre + half);
    }

    /// The interval of `rate - other` for rates seen on `n` and `m` examples, after Newcombe (1998),
    /// "Interval estimation for the difference between independent proportions", method 10. Two models
    /// tested on the same examples differ by less than it says.
    static Interval ofDifference(double rate, long n, double other, long m) {
        return ofDifference(rate, n, other, m, Z);
    }

    /// The same with another confidence.
    ///
    /// @param z the standard normal distribution's quantile that belongs to it
    static Interval ofDifference(double rate, long n, double other, long m, double z) {
        return ofRate(rate, n, z).minus(rate, ofRate(other, m, z), other);
    }

    /// The interval of the difference of two independent values, of which this and another are the
    /// intervals: Newcombe's method, which holds for others than rates too (Zou and Donner 2008,
    /// "Construction of confidence limits about effect measures").
    Interval minus(double value, Interval others, double other) {
        return new Interval(
                value - other - Math.hypot(value - low, others.high - other),
                value - other + Math.hypot(high - value, other - others.low));
    }

    /// Returns whether a value lies inside.
    boolean holds(double value) {
        return low <= value && value <= high;
    }
}
