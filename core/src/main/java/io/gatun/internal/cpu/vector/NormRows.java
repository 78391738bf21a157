package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops of the norms over one row, which stays in the first-level cache from one pass to the next.
final class NormRows {

    private NormRows() {}

    /// Returns what a row is multiplied by.
    static float scale(float squares, long n, double epsilon) {
        return (float) (1 / Math.sqrt((double) squares / n + epsilon));
    }

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
        for (; i <= n - W; i += W) {
            FloatVector a = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER).sub(m);
            s0 = a.fma(a, s0);
        }
        float rest = 0;
        for (; i < n; i++) {
            float a = from.get(FLOAT, 4 * i) - shift;
            rest = Math.fma(a, a, rest);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3))) + rest;
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
        for (; i <= n - W; i += W) {
            s0 = s0.add(FloatVector.fromMemorySegment(F, from, 4 * i, ORDER));
        }
        float rest = 0;
        for (; i < n; i++) {
            rest += from.get(FLOAT, 4 * i);
        }
        return Lanes.sum(s0.add(s1).add(s2.add(s3))) + rest;
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
        for (long i = full; i < 4 * n; i += 4) {
            to.set(FLOAT, i, from.get(FLOAT, i) * s * gain.get(FLOAT, i));
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
        for (long i = full; i < 4 * n; i += 4) {
            float unit = (from.get(FLOAT, i) - mean) * s;
            to.set(FLOAT, i, Math.fma(unit, gain.get(FLOAT, i), bias.get(FLOAT, i)));
        }
    }

    /// Gain and shift of a layer norm: addresses of `n` floats.
    record Affine(long weight, long bias, long n) {}
}
