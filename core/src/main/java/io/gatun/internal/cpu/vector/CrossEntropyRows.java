package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.INT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.kernel.Rows.CrossEntropy;
import io.gatun.kernel.View;
import io.gatun.op.LaneMath;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops of the cross-entropy. A row of logits is read twice, the second time from the cache.
final class CrossEntropyRows {

    private final long logits;
    private final long n;
    private final MemorySegment targets;
    private final int ignore;
    private final double z;

    /// Checks the targets.
    ///
    /// @throws IndexOutOfBoundsException if one is no class
    CrossEntropyRows(CrossEntropy rows) {
        View x = rows.logits();
        logits = x.address();
        n = x.dim(1);
        targets = Lanes.words(rows.targets().address(), rows.targets().size());
        ignore = rows.ignore();
        z = rows.z();
        for (long r = 0; r < rows.targets().size(); r++) {
            int target = target(r);
            if (target != ignore && (target < 0 || target >= n)) {
                throw new IndexOutOfBoundsException("crossentropy: target " + target + " of row " + r
                        + " is out of range: expected 0 to " + (n - 1) + ", or " + ignore + " to ignore the row");
            }
        }
    }

    private int target(long row) {
        return targets.get(INT, 4 * row);
    }

    /// Writes losses and log Σ exp of the rows from one to another.
    void losses(View loss, View logSumExp, long from, long to) {
        MemorySegment losses = Lanes.words(loss.address(), to);
        MemorySegment lses = Lanes.words(logSumExp.address(), to);
        for (long r = from; r < to; r++) {
            long row = logits + 4 * r * n;
            double lse = logSumExp(row, n);
            lses.set(FLOAT, 4 * r, (float) lse);
            int target = target(r);
            float value = 0;
            if (target != ignore) {
                value = (float) (lse - Lanes.words(row, n).get(FLOAT, 4L * target) + z * lse * lse);
            }
            losses.set(FLOAT, 4 * r, value);
        }
    }

    /// Returns log Σ exp of a row; −∞ if it is empty.
    static double logSumExp(long row, long n) {
        long scratch = Scratch.current().buffer(1);
        SoftmaxRows.maxima(row, scratch, 1, n);
        float max = n == 0 ? Float.NEGATIVE_INFINITY : Lanes.words(scratch, 1).get(FLOAT, 0);
        if (!Float.isFinite(max)) {
            return Double.isNaN(SoftmaxRows.sumOfExps(row, 0, n)) ? Double.NaN : max; // NaN may hide behind ∞
        }
        return max + Math.log(SoftmaxRows.sumOfExps(row, max, n));
    }

    /// Writes the gradients of the rows from one to another.
    void gradients(View logSumExp, View g, View dx, long from, long to) {
        MemorySegment lses = Lanes.words(logSumExp.address(), to);
        MemorySegment flows = Lanes.words(g.address(), to);
        for (long r = from; r < to; r++) {
            long row = dx.address() + 4 * r * n;
            int target = target(r);
            if (target == ignore) {
                Copies.fill(row, 0, n);
                continue;
            }
            float lse = lses.get(FLOAT, 4 * r);
            float flow = flows.get(FLOAT, 4 * r);
            probabilities(logits + 4 * r * n, row, lse, (float) (flow * (1 + 2 * z * lse)));
            MemorySegment result = Lanes.words(row, n);
            result.set(FLOAT, 4L * target, result.get(FLOAT, 4L * target) - flow);
        }
    }

    private void probabilities(long x, long y, float lse, float factor) {
        long full = Lanes.full(n);
        if (full > 0) {
            probabilities(x, y, lse, factor, full);
        }
        if (full < n) {
            Scratch scratch = Scratch.current();
            probabilities(scratch.fillRest(0, x + 4 * full, n - full), scratch.rest(1), lse, factor, W);
            scratch.emptyRest(1, y + 4 * full, n - full);
        }
    }

    /// Writes `factor · e^(x − lse)`.
    private static void probabilities(long x, long y, float lse, float factor, long n) {
        MemorySegment from = Lanes.words(x, n);
        MemorySegment to = Lanes.words(y, n);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            LaneMath.exp(FloatVector.fromMemorySegment(F, from, i, ORDER).sub(lse))
                    .mul(factor)
                    .intoMemorySegment(to, i, ORDER);
        }
    }
}
