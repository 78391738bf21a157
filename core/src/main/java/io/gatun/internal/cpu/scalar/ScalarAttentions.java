package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Attentions;
import io.gatun.kernel.View;
import java.util.Arrays;

/// The reference kernels of [Attentions].
final class ScalarAttentions implements Attentions {

    @Override
    public void attend(Operands in, View y, View logSumExp) {
        Cells out = Cells.of(y);
        Cells sums = Cells.of(logSumExp);
        Cells values = Cells.of(in.v());
        int queries = in.q().dim(1);
        int heads = in.q().dim(2);
        double[] p = new double[in.keys()];
        double[] kept = new double[in.keys()];
        for (int b = 0; b < in.q().dim(0); b++) {
            for (int h = 0; h < heads; h++) {
                for (int i = 0; i < queries; i++) {
                    int visible = scores(in, b, h, i, p);
                    double most = Double.NEGATIVE_INFINITY;
                    for (int j = 0; j < visible; j++) {
                        most = Math.max(most, p[j]);
                    }
                    double sum = 0;
                    for (int j = 0; j < visible; j++) {
                        p[j] = Math.exp(p[j] - most);
                        sum += p[j];
                    }
                    long row = ((long) b * heads + h) * queries + i;
                    sums.set(row, visible == 0 ? Double.NEGATIVE_INFINITY : most + Math.log(sum));
                    factors(in, row, visible, kept);
                    for (int c = 0; c < y.dim(3); c++) {
                        double total = 0;
                        for (int j = 0; j < visible; j++) {
                            total += p[j] / sum * kept[j] * values.get(at(in.v(), b, j, h, c));
                        }
                        out.set(at(y, b, i, h, c), total);
                    }
                }
            }
        }
    }

    /// Writes a query's scores, and returns how many keys it sees.
    private static int scores(Operands in, int b, int h, int i, double... to) {
        Cells q = Cells.of(in.q());
        Cells k = Cells.of(in.k());
        int visible = in.keys();
        if (in.lengths() != null) {
            visible = Math.min(visible, Cells.of(in.lengths()).getInt(b));
        }
        if (in.form().causal()) {
            visible = Math.min(visible, i + 1);
        }
        for (int j = 0; j < visible; j++) {
            double dot = 0;
            for (int c = 0; c < in.q().dim(3); c++) {
                dot += q.get(at(in.q(), b, i, h, c)) * k.get(at(in.k(), b, j, h, c));
            }
            to[j] = in.form().scale() * dot;
            if (in.bias() != null) {
                to[j] += Cells.of(in.bias()).get(atBias(in.bias(), b, h, i, j));
            }
        }
        return visible;
    }

    /// Writes what dropout multiplies the probabilities of row `row` by.
    private static void factors(Operands in, long row, int visible, double... to) {
        double p = in.form().p();
        double[] factors = new double[8];
        long first = row * Form.pitch(in.keys());
        for (int j = 0; j < visible; j++) {
            if (p > 0 && j % 8 == 0) {
                ScalarRandoms.dropFactors(in.form().key(), p, first + j, factors);
            }
            to[j] = p == 0 ? 1 : factors[j % 8];
        }
    }

    private static long at(View x, int b, int t, int h, int c) {
        return b * x.stride(0) + t * x.stride(1) + h * x.stride(2) + c * x.stride(3);
    }

    private static long atBias(View bias, int b, int h, int i, int j) {
        int batch = bias.dim(0) == 1 ? 0 : b;
        int head = bias.dim(1) == 1 ? 0 : h;
        return (((long) batch * bias.dim(1) + head) * bias.dim(2) + i) * bias.dim(3) + j;
    }

    @Override
    public void gradient(Operands in, Saved saved, Gradients out) {
        double[] dk = new double[Math.toIntExact(out.dk().size())];
        double[] dv = new double[Math.toIntExact(out.dv().size())];
        double[] dBias =
                new double[out.dBias() == null ? 0 : Math.toIntExact(out.dBias().size())];
        double[] dq = new double[in.q().dim(3)];
        Cells dqOut = Cells.of(out.dq());
        for (int b = 0; b < in.q().dim(0); b++) {
            for (int h = 0; h < in.q().dim(2); h++) {
                for (int i = 0; i < in.q().dim(1); i++) {
                    row(in, saved, out, new Row(b, h, i), dq, dk, dv, dBias);
                    for (int c = 0; c < dq.length; c++) {
                        dqOut.set(at(out.dq(), b, i, h, c), dq[c]);
                    }
                }
            }
        }
        write(dk, out.dk());
        write(dv, out.dv());
        if (out.dBias() != null) {
            write(dBias, out.dBias());
        }
    }

    private record Row(int b, int h, int i) {}

    /// Writes the gradient of a query, and adds what it gives to the others.
    private static void row(
            Operands in, Saved saved, Gradients out, Row at, double[] dq, double[] dk, double[] dv, double... dBias) {
        int b = at.b;
        int h = at.h;
        int i = at.i;
        double[] p = new double[in.keys()];
        double[] kept = new double[in.keys()];
        int visible = scores(in, b, h, i, p);
        long row = ((long) b * in.q().dim(2) + h) * in.q().dim(1) + i;
        factors(in, row, visible, kept);
        Cells q = Cells.of(in.q());
        Cells k = Cells.of(in.k());
        Cells v = Cells.of(in.v());
        Cells y = Cells.of(saved.y());
        Cells g = Cells.of(saved.g());
        double sum = Cells.of(saved.logSumExp()).get(row);
        double delta = 0;
        for (int c = 0; c < saved.y().dim(3); c++) {
            delta += y.get(at(saved.y(), b, i, h, c)) * g.get(at(saved.g(), b, i, h, c));
        }
        Arrays.fill(dq, 0);
        for (int j = 0; j < visible; j++) {
            double probability = Math.exp(p[j] - sum);
            double flow = 0;
            for (int c = 0; c < saved.g().dim(3); c++) {
                double gradient = g.get(at(saved.g(), b, i, h, c));
                flow += gradient * v.get(at(in.v(), b, j, h, c));
                dv[(int) at(out.dv(), b, j, h, c)] += probability * kept[j] * gradient;
            }
            double ds = probability * (kept[j] * flow - delta);
            if (out.dBias() != null) {
                dBias[(int) atBias(out.dBias(), b, h, i, j)] += ds;
            }
            for (int c = 0; c < dq.length; c++) {
                dq[c] += in.form().scale() * ds * k.get(at(in.k(), b, j, h, c));
                dk[(int) at(out.dk(), b, j, h, c)] += in.form().scale() * ds * q.get(at(in.q(), b, i, h, c));
            }
        }
    }

    private static void write(double[] values, View to) {
        Cells cells = Cells.of(to);
        for (int i = 0; i < values.length; i++) {
            cells.set(i, values[i]);
        }
    }
}
