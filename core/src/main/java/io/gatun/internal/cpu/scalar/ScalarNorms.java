package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Rows.Norm;
import io.gatun.kernel.Rows.NormGradient;
import io.gatun.kernel.View;

/// The norms of [ScalarRows].
final class ScalarNorms {

    private ScalarNorms() {}

    static void rmsNorm(Norm norm, View y, View scale) {
        Cells x = Cells.of(norm.x());
        Cells weight = Cells.of(norm.weight());
        Cells out = Cells.of(y);
        Cells scales = Cells.of(scale);
        int n = norm.x().dim(1);
        double[] row = new double[n];
        for (long r = 0; r < y.dim(0); r++) {
            x.read(r * n, 1, row, n);
            double squares = 0;
            for (double value : row) {
                squares += value * value;
            }
            double s = 1 / Math.sqrt(squares / n + norm.epsilon());
            scales.set(r, s);
            for (int i = 0; i < n; i++) {
                out.set(r * n + i, weight.get(i) * row[i] * s);
            }
        }
    }

    /// With h = g ⊙ w: `dx = s h − s³ x · mean(h ⊙ x)` and `dw = Σ g ⊙ x · s` over the rows.
    static void rmsNormGradient(Norm norm, View scale, View g, NormGradient out) {
        Cells x = Cells.of(norm.x());
        Cells weight = Cells.of(norm.weight());
        Cells gradient = Cells.of(g);
        Cells scales = Cells.of(scale);
        Cells dx = Cells.of(out.dx());
        int n = norm.x().dim(1);
        double[] gains = new double[n];
        double[] row = new double[n];
        double[] h = new double[n];
        for (long r = 0; r < norm.x().dim(0); r++) {
            x.read(r * n, 1, row, n);
            double s = scales.get(r);
            double products = 0;
            for (int i = 0; i < n; i++) {
                double flow = gradient.get(r * n + i);
                gains[i] += flow * row[i] * s;
                h[i] = flow * weight.get(i);
                products += h[i] * row[i];
            }
            double pull = s * s * s * products / n;
            for (int i = 0; i < n; i++) {
                dx.set(r * n + i, s * h[i] - pull * row[i]);
            }
        }
        Cells.of(out.dw()).write(gains, 0, n);
    }

    static void layerNorm(Norm norm, View bias, View y, View statistics) {
        Cells x = Cells.of(norm.x());
        Cells weight = Cells.of(norm.weight());
        Cells shift = Cells.of(bias);
        Cells out = Cells.of(y);
        Cells kept = Cells.of(statistics);
        int n = norm.x().dim(1);
        double[] row = new double[n];
        for (long r = 0; r < y.dim(0); r++) {
            x.read(r * n, 1, row, n);
            double sum = 0;
            for (double value : row) {
                sum += value;
            }
            double mean = sum / n;
            double squares = 0;
            for (double value : row) {
                squares += (value - mean) * (value - mean);
            }
            double s = 1 / Math.sqrt(squares / n + norm.epsilon());
            kept.set(2 * r, mean);
            kept.set(2 * r + 1, s);
            for (int i = 0; i < n; i++) {
                out.set(r * n + i, weight.get(i) * ((row[i] - mean) * s) + shift.get(i));
            }
        }
    }

    /// With h = g ⊙ w and x̂ = (x − mean) s: `dx = s (h − mean(h) − x̂ · mean(h ⊙ x̂))`, `dw = Σ g ⊙ x̂`.
    static void layerNormGradient(Norm norm, View statistics, View g, NormGradient out) {
        Cells x = Cells.of(norm.x());
        Cells weight = Cells.of(norm.weight());
        Cells gradient = Cells.of(g);
        Cells kept = Cells.of(statistics);
        Cells dx = Cells.of(out.dx());
        int n = norm.x().dim(1);
        double[] gains = new double[n];
        double[] row = new double[n];
        double[] h = new double[n];
        for (long r = 0; r < norm.x().dim(0); r++) {
            x.read(r * n, 1, row, n);
            double mean = kept.get(2 * r);
            double s = kept.get(2 * r + 1);
            double sum = 0;
            double products = 0;
            for (int i = 0; i < n; i++) {
                double flow = gradient.get(r * n + i);
                row[i] = (row[i] - mean) * s;
                gains[i] += flow * row[i];
                h[i] = flow * weight.get(i);
                sum += h[i];
                products += h[i] * row[i];
            }
            for (int i = 0; i < n; i++) {
                dx.set(r * n + i, s * (h[i] - sum / n - row[i] * products / n));
            }
        }
        Cells.of(out.dw()).write(gains, 0, n);
    }
}
