package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// The gradient of a norm, row by row, by one thread: with h = g ⊙ w and x̂ = (x − mean) s, `dw = Σ g ⊙ x̂` over the
/// rows and `dx = s (h − mean(h) − x̂ · mean(h ⊙ x̂))`. The root-mean-square norm is the case without the two means.
final class NormGradientRows {

    /// Addresses of the rows, of the result's gradient and of the rows' gradient, all `[rows, n]`.
    record Operands(long x, long g, long dx) {}

    private final Operands operands;
    private final long weight;
    private final long dw;
    private final long n;
    private final long full;

    // of the row at hand
    private float mean;
    private float scale;
    private float sum;
    private float products;
    private float shift;

    /// Addresses of the gain `[n]`, and of the sums `[n]` that are its gradient.
    NormGradientRows(Operands operands, long weight, long dw, long n) {
        this.operands = operands;
        this.weight = weight;
        this.dw = dw;
        this.n = n;
        full = Lanes.full(n);
    }

    /// Treats a row of the root-mean-square norm.
    void row(long row, float s) {
        fold(row, 0, s);
        write(row, 0);
    }

    /// Treats a row of the layer norm.
    private void centredRow(long row, float itsMean, float s) {
        fold(row, itsMean, s);
        write(row, -sum / n);
    }

    /// Treats rows of the layer norm, whose means and scales are at `statistics`: while a row is written the next one
    /// is folded, so that memory need not wait for arithmetic.
    void centredRows(long from, long to, MemorySegment statistics) {
        if (!SoftmaxStream.takes(n) || from == to) {
            for (long r = from; r < to; r++) {
                centredRow(r, statistics.get(FLOAT, 8 * r), statistics.get(FLOAT, 8 * r + 4));
            }
            return;
        }
        fold(from, statistics.get(FLOAT, 8 * from), statistics.get(FLOAT, 8 * from + 4));
        for (long r = from; r < to - 1; r++) {
            shift = -sum / n;
            both(r, statistics.get(FLOAT, 8 * r + 8), statistics.get(FLOAT, 8 * r + 12));
        }
        write(to - 1, -sum / n);
    }

    /// Writes a row, and folds the next one, whose mean and scale are given.
    private void both(long row, float nextMean, float nextScale) {
        long bytes = 4 * n;
        MemorySegment from = Lanes.words(operands.x + row * bytes, n);
        MemorySegment flow = Lanes.words(operands.g + row * bytes, n);
        MemorySegment to = Lanes.words(operands.dx + row * bytes, n);
        MemorySegment next = Lanes.words(operands.x + row * bytes + bytes, n);
        MemorySegment nextFlow = Lanes.words(operands.g + row * bytes + bytes, n);
        MemorySegment gain = Lanes.words(weight, n);
        MemorySegment gains = Lanes.words(dw, n);
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector s = FloatVector.broadcast(F, scale);
        FloatVector moved = FloatVector.broadcast(F, shift);
        FloatVector pull = FloatVector.broadcast(F, -products / n);
        FloatVector m2 = FloatVector.broadcast(F, nextMean);
        FloatVector s2 = FloatVector.broadcast(F, nextScale);
        FloatVector p = FloatVector.zero(F);
        FloatVector h0 = p;
        for (long i = 0; i < bytes; i += 4L * W) {
            FloatVector w = FloatVector.fromMemorySegment(F, gain, i, ORDER);
            FloatVector unit =
                    FloatVector.fromMemorySegment(F, from, i, ORDER).sub(m).mul(s);
            FloatVector h = FloatVector.fromMemorySegment(F, flow, i, ORDER).fma(w, moved);
            unit.fma(pull, h).mul(s).intoMemorySegment(to, i, ORDER);
            unit = FloatVector.fromMemorySegment(F, next, i, ORDER).sub(m2).mul(s2);
            FloatVector f = FloatVector.fromMemorySegment(F, nextFlow, i, ORDER);
            h = f.mul(w);
            h0 = h0.add(h);
            p = h.fma(unit, p);
            f.fma(unit, FloatVector.fromMemorySegment(F, gains, i, ORDER)).intoMemorySegment(gains, i, ORDER);
        }
        mean = nextMean;
        scale = nextScale;
        sum = Lanes.sum(h0);
        products = Lanes.sum(p);
    }

    private void fold(long row, float itsMean, float s) {
        mean = itsMean;
        scale = s;
        sum = 0;
        products = 0;
        long x = operands.x + 4 * row * n;
        long g = operands.g + 4 * row * n;
        foldVectors(x, g, weight, dw, full);
        if (full < n) {
            Scratch scratch = Scratch.current();
            long rest = n - full;
            foldVectors(
                    scratch.fillRest(0, x + 4 * full, rest, mean), // so that x̂ is 0 behind the end
                    scratch.fillRest(1, g + 4 * full, rest),
                    scratch.fillRest(2, weight + 4 * full, rest),
                    scratch.fillRest(3, dw + 4 * full, rest),
                    W);
            scratch.emptyRest(3, dw + 4 * full, rest);
        }
    }

    private void foldVectors(long x, long g, long w, long sums, long count) {
        MemorySegment from = Lanes.words(x, count);
        MemorySegment flow = Lanes.words(g, count);
        MemorySegment gain = Lanes.words(w, count);
        MemorySegment gains = Lanes.words(sums, count);
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector s = FloatVector.broadcast(F, scale);
        FloatVector p = FloatVector.zero(F);
        FloatVector h0 = p;
        for (long i = 0; i < 4 * count; i += 4L * W) {
            FloatVector unit =
                    FloatVector.fromMemorySegment(F, from, i, ORDER).sub(m).mul(s);
            FloatVector f = FloatVector.fromMemorySegment(F, flow, i, ORDER);
            FloatVector h = f.mul(FloatVector.fromMemorySegment(F, gain, i, ORDER));
            h0 = h0.add(h);
            p = h.fma(unit, p);
            f.fma(unit, FloatVector.fromMemorySegment(F, gains, i, ORDER)).intoMemorySegment(gains, i, ORDER);
        }
        sum += Lanes.sum(h0);
        products += Lanes.sum(p);
    }

    private void write(long row, float shift) {
        this.shift = shift;
        long x = operands.x + 4 * row * n;
        long g = operands.g + 4 * row * n;
        long dx = operands.dx + 4 * row * n;
        writeVectors(x, g, weight, dx, full);
        if (full < n) {
            Scratch scratch = Scratch.current(); // where the rests are that were folded
            writeVectors(scratch.rest(0), scratch.rest(1), scratch.rest(2), scratch.rest(3), W);
            scratch.emptyRest(3, dx + 4 * full, n - full);
        }
    }

    private void writeVectors(long x, long g, long w, long dx, long count) {
        MemorySegment from = Lanes.words(x, count);
        MemorySegment flow = Lanes.words(g, count);
        MemorySegment gain = Lanes.words(w, count);
        MemorySegment to = Lanes.words(dx, count);
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector s = FloatVector.broadcast(F, scale);
        FloatVector moved = FloatVector.broadcast(F, shift);
        FloatVector pull = FloatVector.broadcast(F, -products / n);
        for (long i = 0; i < 4 * count; i += 4L * W) {
            FloatVector unit =
                    FloatVector.fromMemorySegment(F, from, i, ORDER).sub(m).mul(s);
            FloatVector h = FloatVector.fromMemorySegment(F, flow, i, ORDER)
                    .fma(FloatVector.fromMemorySegment(F, gain, i, ORDER), moved);
            unit.fma(pull, h).mul(s).intoMemorySegment(to, i, ORDER);
        }
    }
}
