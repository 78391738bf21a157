package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Reductions;
import io.gatun.kernel.View;

/// The reference kernels of [Reductions].
final class ScalarReductions implements Reductions {

    @Override
    public void reduce(Kind kind, View x, View y) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        int n = x.dim(1);
        int inner = x.dim(2);
        double[] row = new double[n];
        for (long o = 0; o < x.dim(0); o++) {
            for (int s = 0; s < inner; s++) {
                in.read(o * n * inner + s, inner, row, n);
                out.set(o * inner + s, fold(kind, row));
            }
        }
    }

    private static double fold(Kind kind, double... row) {
        return switch (kind) {
            case SUM -> sum(row);
            case MEAN -> sum(row) / row.length;
            case MAX -> max(row);
            case MIN -> {
                double least = Double.POSITIVE_INFINITY;
                for (double value : row) {
                    least = Math.min(least, value);
                }
                yield least;
            }
            case LOG_SUM_EXP -> logSumExp(row);
        };
    }

    private static double sum(double... row) {
        double sum = 0;
        for (double value : row) {
            sum += value;
        }
        return sum;
    }

    /// Returns the largest element, NaN if there is one; -∞ of none.
    static double max(double... row) {
        double most = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            most = Math.max(most, value);
        }
        return most;
    }

    /// Returns log Σ exp x without overflow: the largest element is taken out of the sum.
    static double logSumExp(double... row) {
        double most = max(row);
        if (Double.isInfinite(most) || Double.isNaN(most)) {
            return most; // ∞ − ∞ would be NaN
        }
        double sum = 0;
        for (double value : row) {
            sum += Math.exp(value - most);
        }
        return most + Math.log(sum);
    }

    @Override
    public void argMax(View x, View y) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        int n = x.dim(1);
        int inner = x.dim(2);
        double[] row = new double[n];
        for (long o = 0; o < x.dim(0); o++) {
            for (int s = 0; s < inner; s++) {
                in.read(o * n * inner + s, inner, row, n);
                int best = 0;
                for (int i = 1; i < n; i++) {
                    best = larger(row[i], row[best]) ? i : best;
                }
                out.set(o * inner + s, best);
            }
        }
    }

    /// Returns whether `a` comes before `b` when the largest comes first: NaN is larger than anything else.
    private static boolean larger(double a, double b) {
        return a > b || (Double.isNaN(a) && !Double.isNaN(b));
    }

    @Override
    public void cumulativeSum(View x, View y, boolean reverse) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        int n = x.dim(1);
        int inner = x.dim(2);
        for (long o = 0; o < x.dim(0); o++) {
            for (int s = 0; s < inner; s++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    long k = (o * n + (reverse ? n - 1 - i : i)) * inner + s;
                    sum += in.get(k);
                    out.set(k, sum);
                }
            }
        }
    }

    /// Keeps the k largest so far in order, and inserts each element behind those that are not smaller.
    @Override
    public void topK(View x, View values, View indices) {
        Cells in = Cells.of(x);
        Cells best = Cells.of(values);
        Cells places = Cells.of(indices);
        int n = x.dim(1);
        int k = values.dim(1);
        double[] row = new double[n];
        int[] chosen = new int[k];
        for (long r = 0; r < x.dim(0); r++) {
            in.read(r * n, 1, row, n);
            int found = 0;
            for (int i = 0; i < n; i++) {
                if (found == k && (k == 0 || !larger(row[i], row[chosen[k - 1]]))) {
                    continue;
                }
                int at = found == k ? k - 1 : found++;
                for (; at > 0 && larger(row[i], row[chosen[at - 1]]); at--) {
                    chosen[at] = chosen[at - 1];
                }
                chosen[at] = i;
            }
            for (int j = 0; j < k; j++) {
                best.copy(r * k + j, in, r * n + chosen[j]);
                places.set(r * k + j, chosen[j]);
            }
        }
    }
}
