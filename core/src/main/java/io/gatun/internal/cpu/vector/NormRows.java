package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Loops of the norms over one row, which stays in the first-level cache from one pass to the next.
final class NormRows {

    private NormRows() {}

    /// Returns Σ (x − shift)² of a row.
    static float squares(long x, float shift, long n) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector m = FloatVector.broadcast(F, shift);
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        long i = 0;
        for (; i <= n - 4L * W; i += 4L * W) {
            FloatVector a = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER).sub(m);
            FloatVector b = FloatVector.fromMemorySegment(F, from, 4 * i + 4L * W, ORDER)
                    .sub(m);
            FloatVector c = FloatVector.fromMemorySegment(F, from, 4 * i + 8L * W, ORDER)
                    .sub(m);
            FloatVector d = FloatVector.fromMemorySegment(F, from, 4 * i + 12L * W, ORDER)
                    .sub(m);
            s0 = a.fma(a, s0);
            s1 = b.fma(b, s1);
            s2 = c.fma(c, s2);
            s3 = d.fma(d, s3);
        }
        for (; i < n; i += W) {
            VectorMask<Float> mask = F.indexInRange(i, n);
            FloatVector a = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, mask);
            a = FloatVector.zero(F).blend(a.sub(m), mask);
            s0 = a.fma(a, s0);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3)));
    }

    /// Returns Σ x of a row.
    static float sum(long x, long n) {
        MemorySegment from = Lanes.words(x, n);
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        long i = 0;
        for (; i <= n - 4L * W; i += 4L * W) {
            s0 = s0.add(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER));
            s1 = s1.add(FloatVector.fromMemorySegment(F, from, 4 * i + 4L * W, ORDER));
            s2 = s2.add(FloatVector.fromMemorySegment(F, from, 4 * i + 8L * W, ORDER));
            s3 = s3.add(FloatVector.fromMemorySegment(F, from, 4 * i + 12L * W, ORDER));
        }
        for (; i < n; i += W) {
            s0 = s0.add(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, F.indexInRange(i, n)));
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3)));
    }

    /// Writes `y = x · s ⊙ w` of a row.
    static void scaled(long x, float s, long w, long y, long n) {
        MemorySegment from = Lanes.words(x, n);
        MemorySegment gain = Lanes.words(w, n);
        MemorySegment to = Lanes.words(y, n);
        FloatVector scale = FloatVector.broadcast(F, s);
        long full = 4 * Lanes.full(n);
        for (long i = 0; i < full; i += 4L * W) {
            FloatVector.fromMemorySegment(F, from, i, ORDER)
                    .mul(scale)
                    .mul(FloatVector.fromMemorySegment(F, gain, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
        }
        if (full < 4 * n) {
            VectorMask<Float> rest = F.indexInRange(full / 4, n);
            FloatVector.fromMemorySegment(F, from, full, ORDER, rest)
                    .mul(scale)
                    .mul(FloatVector.fromMemorySegment(F, gain, full, ORDER, rest))
                    .intoMemorySegment(to, full, ORDER, rest);
        }
    }

    /// Writes `y = (x − mean) · s ⊙ w + bias` of a row.
    static void centred(long x, float mean, float s, Affine affine, long y) {
        long n = affine.n;
        MemorySegment from = Lanes.words(x, n);
        MemorySegment gain = Lanes.words(affine.weight, n);
        MemorySegment bias = Lanes.words(affine.bias, n);
        MemorySegment to = Lanes.words(y, n);
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector scale = FloatVector.broadcast(F, s);
        long full = 4 * Lanes.full(n);
        for (long i = 0; i < full; i += 4L * W) {
            FloatVector.fromMemorySegment(F, from, i, ORDER)
                    .sub(m)
                    .mul(scale)
                    .fma(
                            FloatVector.fromMemorySegment(F, gain, i, ORDER),
                            FloatVector.fromMemorySegment(F, bias, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
        }
        if (full < 4 * n) {
            VectorMask<Float> rest = F.indexInRange(full / 4, n);
            FloatVector.fromMemorySegment(F, from, full, ORDER, rest)
                    .sub(m)
                    .mul(scale)
                    .fma(
                            FloatVector.fromMemorySegment(F, gain, full, ORDER, rest),
                            FloatVector.fromMemorySegment(F, bias, full, ORDER, rest))
                    .intoMemorySegment(to, full, ORDER, rest);
        }
    }

    /// Gain and shift of a layer norm: addresses of `n` floats.
    record Affine(long weight, long bias, long n) {}

    /// The gradient of one norm: addresses of the gain `[n]` and of its gradient's partial sums `[n]`.
    record Gradient(long weight, long dw, long n) {

        /// Adds `g ⊙ x̂` to `dw` and writes `dx = s (h − mean(h) − x̂ · mean(h ⊙ x̂))` of a row, where h = g ⊙
        /// w and x̂ = (x − mean) s. The root-mean-square norm is the case without the two means: `centre`
        /// false.
        void row(long x, long g, long dx, float mean, float s, boolean centre) {
            MemorySegment from = Lanes.words(x, n);
            MemorySegment flow = Lanes.words(g, n);
            MemorySegment gain = Lanes.words(weight, n);
            MemorySegment gains = Lanes.words(dw, n);
            FloatVector m = FloatVector.broadcast(F, mean);
            FloatVector scale = FloatVector.broadcast(F, s);
            FloatVector products = FloatVector.zero(F);
            FloatVector sum = products;
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector unit = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, mask)
                        .sub(m)
                        .mul(scale);
                FloatVector f = FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask);
                FloatVector h = f.mul(FloatVector.fromMemorySegment(F, gain, 4 * i, ORDER, mask));
                sum = sum.add(h);
                products = h.fma(unit, products);
                f.fma(unit, FloatVector.fromMemorySegment(F, gains, 4 * i, ORDER, mask))
                        .intoMemorySegment(gains, 4 * i, ORDER, mask);
            }
            float shift = centre ? -Lanes.sum(sum) / n : 0;
            result(x, g, dx, new Row(mean, s, shift, -Lanes.sum(products) / n));
        }

        private record Row(float mean, float s, float shift, float pull) {}

        private void result(long x, long g, long dx, Row row) {
            MemorySegment from = Lanes.words(x, n);
            MemorySegment flow = Lanes.words(g, n);
            MemorySegment gain = Lanes.words(weight, n);
            MemorySegment to = Lanes.words(dx, n);
            FloatVector m = FloatVector.broadcast(F, row.mean);
            FloatVector scale = FloatVector.broadcast(F, row.s);
            FloatVector shift = FloatVector.broadcast(F, row.shift);
            FloatVector pull = FloatVector.broadcast(F, row.pull);
            for (long i = 0; i < n; i += W) {
                VectorMask<Float> mask = F.indexInRange(i, n);
                FloatVector unit = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER, mask)
                        .sub(m)
                        .mul(scale);
                FloatVector h = FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER, mask)
                        .fma(FloatVector.fromMemorySegment(F, gain, 4 * i, ORDER, mask), shift);
                unit.fma(pull, h).mul(scale).intoMemorySegment(to, 4 * i, ORDER, mask);
            }
        }
    }
}
