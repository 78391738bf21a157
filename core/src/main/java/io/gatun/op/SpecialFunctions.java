package io.gatun.op;

/// Functions of doubles that `java.lang.Math` lacks, good to a few units in the last place.
public final class SpecialFunctions {

    private SpecialFunctions() {}

    /// Returns the error function: a series of positive terms up to 3, beyond it 1 − erfc by a continued
    /// fraction (Abramowitz and Stegun 7.1.6, 7.1.14).
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a >= 6) {
            return Math.signum(x);
        }
        double y = a < 3 ? series(a) : 1 - complement(a);
        return Math.copySign(y, x); // keeps -0.0 and NaN
    }

    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > 1e-17 * sum; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return Double.isNaN(x) ? x : 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private static double complement(double x) {
        double fraction = 0;
        for (int n = 60; n >= 1; n--) {
            fraction = n / 2.0 / (x + fraction);
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
    }

    /// Returns x · Φ(x).
    public static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? -0.0 : 0.5 * x * (1 + erf(x * Math.sqrt(0.5)));
    }

    /// Returns the tanh approximation of [#gelu].
    public static double geluTanh(double x) {
        return x == Double.NEGATIVE_INFINITY
                ? -0.0
                : 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /// Returns 1 / (1 + e⁻ˣ).
    public static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// Returns log(1 + eˣ) without overflow.
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
