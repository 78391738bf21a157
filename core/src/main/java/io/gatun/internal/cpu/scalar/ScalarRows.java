package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Rows;
import io.gatun.kernel.View;

/// The reference kernels of [Rows].
final class ScalarRows implements Rows {

    @Override
    public void softmax(View x, View y) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        int n = x.dim(1);
        double[] row = new double[n];
        for (long r = 0; r < x.dim(0); r++) {
            in.read(r * n, 1, row, n);
            double most = ScalarReductions.max(row);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                row[i] = Math.exp(row[i] - most);
                sum += row[i];
            }
            for (int i = 0; i < n; i++) {
                out.set(r * n + i, row[i] / sum);
            }
        }
    }

    @Override
    public void softmaxGradient(View y, View g, View dx) {
        Cells result = Cells.of(y);
        Cells gradient = Cells.of(g);
        Cells out = Cells.of(dx);
        int n = y.dim(1);
        for (long r = 0; r < y.dim(0); r++) {
            double sum = 0;
            for (long k = r * n; k < (r + 1) * n; k++) {
                sum += gradient.get(k) * result.get(k);
            }
            for (long k = r * n; k < (r + 1) * n; k++) {
                out.set(k, result.get(k) * (gradient.get(k) - sum));
            }
        }
    }

    @Override
    public void rmsNorm(Norm norm, View y, View scale) {
        ScalarNorms.rmsNorm(norm, y, scale);
    }

    @Override
    public void rmsNormGradient(Norm norm, View scale, View g, NormGradient out) {
        ScalarNorms.rmsNormGradient(norm, scale, g, out);
    }

    @Override
    public void layerNorm(Norm norm, View bias, View y, View statistics) {
        ScalarNorms.layerNorm(norm, bias, y, statistics);
    }

    @Override
    public void layerNormGradient(Norm norm, View statistics, View g, NormGradient out) {
        ScalarNorms.layerNormGradient(norm, statistics, g, out);
    }

    @Override
    public void glu(View x, View y) {
        Cells in = Cells.of(x);
        Cells out = Cells.of(y);
        int n = y.dim(1);
        for (long r = 0; r < y.dim(0); r++) {
            for (int i = 0; i < n; i++) {
                double a = in.get(2 * r * n + i);
                double b = in.get(2 * r * n + n + i);
                out.set(r * n + i, a / (1 + Math.exp(-b)));
            }
        }
    }

    @Override
    public void gluGradient(View x, View g, View dx) {
        Cells in = Cells.of(x);
        Cells gradient = Cells.of(g);
        Cells out = Cells.of(dx);
        int n = g.dim(1);
        for (long r = 0; r < g.dim(0); r++) {
            for (int i = 0; i < n; i++) {
                long left = 2 * r * n + i;
                double open = 1 / (1 + Math.exp(-in.get(left + n)));
                double flow = gradient.get(r * n + i);
                out.set(left, flow * open);
                out.set(left + n, flow * in.get(left) * open * (1 - open));
            }
        }
    }

    @Override
    public void crossEntropy(CrossEntropy rows, View loss, View logSumExp) {
        Cells logits = Cells.of(rows.logits());
        Cells targets = checkedTargets(rows);
        Cells out = Cells.of(loss);
        Cells lses = Cells.of(logSumExp);
        int n = rows.logits().dim(1);
        double[] row = new double[n];
        for (long r = 0; r < loss.size(); r++) {
            logits.read(r * n, 1, row, n);
            double lse = ScalarReductions.logSumExp(row);
            int target = targets.getInt(r);
            lses.set(r, lse);
            out.set(r, target == rows.ignore() ? 0 : lse - row[target] + rows.z() * lse * lse);
        }
    }

    @Override
    public void crossEntropyGradient(CrossEntropy rows, View logSumExp, View g, View dx) {
        Cells logits = Cells.of(rows.logits());
        Cells targets = checkedTargets(rows);
        Cells lses = Cells.of(logSumExp);
        Cells gradient = Cells.of(g);
        Cells out = Cells.of(dx);
        int n = rows.logits().dim(1);
        for (long r = 0; r < g.size(); r++) {
            double lse = lses.get(r);
            double flow = gradient.get(r);
            int target = targets.getInt(r);
            for (int k = 0; k < n; k++) {
                double p = Math.exp(logits.get(r * n + k) - lse);
                double slope = p * (1 + 2 * rows.z() * lse) - (k == target ? 1 : 0);
                out.set(r * n + k, target == rows.ignore() ? 0 : flow * slope);
            }
        }
    }

    private static Cells checkedTargets(CrossEntropy rows) {
        Cells targets = Cells.of(rows.targets());
        int classes = rows.logits().dim(1);
        for (long r = 0; r < rows.targets().size(); r++) {
            int target = targets.getInt(r);
            if (target != rows.ignore() && (target < 0 || target >= classes)) {
                throw new IndexOutOfBoundsException("crossentropy: target " + target + " of row " + r
                        + " is out of range: expected 0 to " + (classes - 1) + ", or " + rows.ignore()
                        + " to ignore the row");
            }
        }
        return targets;
    }
}
