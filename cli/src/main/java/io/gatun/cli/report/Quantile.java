package io.gatun.cli.report;

import java.util.function.DoubleUnaryOperator;

/// Quantiles of the distributions that intervals are made with. Corrections for many comparisons ask for
/// levels that no table has, so they are found by bisection.
final class Quantile {

    private static final int HALVINGS = 80;

    private Quantile() {}

    /// The standard normal distribution's.
    ///
    /// @param p from 0.5 to below 1
    static double normal(double p) {
        return invert(Quantile::normalBelow, p);
    }

    /// Student's.
    ///
    /// @param p from 0.5 to below 1
    /// @param freedom degrees of freedom, at least 1
    static double student(double p, int freedom) {
        return invert(t -> (1 + studentWithin(t, freedom)) / 2, p);
    }

    /// Marsaglia (2004), "Evaluating the normal distribution": a series of positive terms.
    private static double normalBelow(double x) {
        double term = x;
        double sum = x;
        for (int k = 3; term > 1e-17 * sum; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /// How probable values between `-t` and `t` are, after Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
    private static double studentWithin(double t, int freedom) {
        double angle = Math.atan(t / Math.sqrt(freedom));
        double cosine = Math.cos(angle);
        boolean odd = freedom % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = freedom == 1 ? 0 : term;
        for (int k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
            term *= (k - 1.0) / k * cosine * cosine;
            sum += term;
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }

    private static double invert(DoubleUnaryOperator below, double p) {
        double low = 0;
        double high = 1;
        while (below.applyAsDouble(high) < p) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (below.applyAsDouble(middle) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
