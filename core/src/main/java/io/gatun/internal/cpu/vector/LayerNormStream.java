package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Layer norm of rows that come from memory: while one row is written, the next one's squares are summed and the one
/// behind that is read for its mean, as [SoftmaxStream] does.
final class LayerNormStream {

    private final long n;
    private final double epsilon;
    private final NormRows.Affine affine;

    // of the row at hand, of the next one and of the one behind that
    private float mean;
    private float scale;
    private float nextMean;
    private float squares;
    private float sum;

    LayerNormStream(NormRows.Affine affine, double epsilon) {
        this.n = affine.n();
        this.epsilon = epsilon;
        this.affine = affine;
    }

    /// Returns whether rows are full vectors in pairs, and not too long for the first-level cache.
    static boolean takes(long n) {
        return SoftmaxStream.takes(n);
    }

    /// Writes rows that [#takes] takes, and mean and scale of each to `statistics`.
    void run(long x, long y, long rows, long statistics) {
        if (rows == 0) {
            return;
        }
        MemorySegment kept = Lanes.words(statistics, 2 * rows);
        long bytes = 4 * n;
        long last = rows - 1; // where there is no next row, one that is there does no harm
        nextMean = sum(x) / n;
        squares = squares(x, nextMean);
        sum = sum(x + bytes * Math.min(1, last));
        for (long r = 0; r < rows; r++) {
            mean = nextMean;
            scale = NormRows.scale(squares, n, epsilon);
            nextMean = sum / n;
            kept.set(FLOAT, 8 * r, mean);
            kept.set(FLOAT, 8 * r + 4, scale);
            row(x + bytes * Math.min(r + 2, last), x + bytes * Math.min(r + 1, last), x + bytes * r, y + bytes * r);
        }
    }

    // The first rows, summed as the loop below does the others: the same rows have the same bits wherever they stand.

    private float sum(long x) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector total = FloatVector.zero(F);
        FloatVector total2 = total;
        for (long i = 0; i < 4 * n; i += 8L * W) {
            total = total.add(FloatVector.fromMemorySegment(F, from, i, ORDER));
            total2 = total2.add(FloatVector.fromMemorySegment(F, from, i + 4L * W, ORDER));
        }
        return Lanes.sum(total.add(total2));
    }

    private float squares(long x, float shift) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector m = FloatVector.broadcast(F, shift);
        FloatVector products = FloatVector.zero(F);
        FloatVector products2 = products;
        for (long i = 0; i < 4 * n; i += 8L * W) {
            FloatVector a = FloatVector.fromMemorySegment(F, from, i, ORDER).sub(m);
            FloatVector b =
                    FloatVector.fromMemorySegment(F, from, i + 4L * W, ORDER).sub(m);
            products = a.fma(a, products);
            products2 = b.fma(b, products2);
        }
        return Lanes.sum(products.add(products2));
    }

    private void row(long coming, long next, long now, long out) {
        MemorySegment third = Lanes.words(coming, n);
        MemorySegment second = Lanes.words(next, n);
        MemorySegment from = Lanes.words(now, n);
        MemorySegment to = Lanes.words(out, n);
        MemorySegment gain = Lanes.words(affine.weight(), n);
        MemorySegment bias = Lanes.words(affine.bias(), n);
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector s = FloatVector.broadcast(F, scale);
        FloatVector m2 = FloatVector.broadcast(F, nextMean);
        FloatVector total = FloatVector.zero(F);
        FloatVector total2 = total;
        FloatVector products = total;
        FloatVector products2 = total;
        for (long i = 0; i < 4 * n; i += 8L * W) { // two sums of each, so that no addition waits for the one before
            FloatVector a = FloatVector.fromMemorySegment(F, second, i, ORDER).sub(m2);
            FloatVector b =
                    FloatVector.fromMemorySegment(F, second, i + 4L * W, ORDER).sub(m2);
            products = a.fma(a, products);
            products2 = b.fma(b, products2);
            total = total.add(FloatVector.fromMemorySegment(F, third, i, ORDER));
            total2 = total2.add(FloatVector.fromMemorySegment(F, third, i + 4L * W, ORDER));
            FloatVector.fromMemorySegment(F, from, i, ORDER)
                    .sub(m)
                    .mul(s)
                    .fma(
                            FloatVector.fromMemorySegment(F, gain, i, ORDER),
                            FloatVector.fromMemorySegment(F, bias, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
            FloatVector.fromMemorySegment(F, from, i + 4L * W, ORDER)
                    .sub(m)
                    .mul(s)
                    .fma(
                            FloatVector.fromMemorySegment(F, gain, i + 4L * W, ORDER),
                            FloatVector.fromMemorySegment(F, bias, i + 4L * W, ORDER))
                    .intoMemorySegment(to, i + 4L * W, ORDER);
        }
        squares = Lanes.sum(products.add(products2));
        sum = Lanes.sum(total.add(total2));
    }
}
