package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Loops over the taps of one position, whose filters serve no other.
///
/// @param xStride bytes from one tap's input row to the next one's
/// @param wStride bytes from one tap's weight to the next one's
record PositionLoops(long xStride, long wStride) {

    /// Computes `y = Σ w[j] · x[j]` over the channels of one head.
    void head(long x, long w, long y, int taps, long n) {
        long block = 4L * W;
        long c = 0;
        for (; taps == 7 && c <= n - block; c += block) {
            seven(x + 4 * c, w, y + 4 * c);
        }
        if (c < n) {
            any(x + 4 * c, w, y + 4 * c, taps, n - c);
        }
    }

    /// Seven taps and four vectors of channels, without a loop: short loops cost more than their bodies.
    private void seven(long x, long w, long y) {
        long xs = xStride;
        long ws = wStride;
        MemorySegment in = Lanes.bytes(x, 6 * xs + 16L * W);
        MemorySegment filter = Lanes.bytes(w, 6 * ws + 4);
        MemorySegment out = Lanes.bytes(y, 16L * W);
        FloatVector k = FloatVector.broadcast(F, filter.get(FLOAT, 0));
        FloatVector a = FloatVector.fromMemorySegment(F, in, 0, ORDER).mul(k);
        FloatVector b = FloatVector.fromMemorySegment(F, in, 4L * W, ORDER).mul(k);
        FloatVector c = FloatVector.fromMemorySegment(F, in, 8L * W, ORDER).mul(k);
        FloatVector d = FloatVector.fromMemorySegment(F, in, 12L * W, ORDER).mul(k);
        k = FloatVector.broadcast(F, filter.get(FLOAT, ws));
        a = FloatVector.fromMemorySegment(F, in, xs, ORDER).fma(k, a);
        b = FloatVector.fromMemorySegment(F, in, xs + 4L * W, ORDER).fma(k, b);
        c = FloatVector.fromMemorySegment(F, in, xs + 8L * W, ORDER).fma(k, c);
        d = FloatVector.fromMemorySegment(F, in, xs + 12L * W, ORDER).fma(k, d);
        k = FloatVector.broadcast(F, filter.get(FLOAT, 2 * ws));
        a = FloatVector.fromMemorySegment(F, in, 2 * xs, ORDER).fma(k, a);
        b = FloatVector.fromMemorySegment(F, in, 2 * xs + 4L * W, ORDER).fma(k, b);
        c = FloatVector.fromMemorySegment(F, in, 2 * xs + 8L * W, ORDER).fma(k, c);
        d = FloatVector.fromMemorySegment(F, in, 2 * xs + 12L * W, ORDER).fma(k, d);
        k = FloatVector.broadcast(F, filter.get(FLOAT, 3 * ws));
        a = FloatVector.fromMemorySegment(F, in, 3 * xs, ORDER).fma(k, a);
        b = FloatVector.fromMemorySegment(F, in, 3 * xs + 4L * W, ORDER).fma(k, b);
        c = FloatVector.fromMemorySegment(F, in, 3 * xs + 8L * W, ORDER).fma(k, c);
        d = FloatVector.fromMemorySegment(F, in, 3 * xs + 12L * W, ORDER).fma(k, d);
        k = FloatVector.broadcast(F, filter.get(FLOAT, 4 * ws));
        a = FloatVector.fromMemorySegment(F, in, 4 * xs, ORDER).fma(k, a);
        b = FloatVector.fromMemorySegment(F, in, 4 * xs + 4L * W, ORDER).fma(k, b);
        c = FloatVector.fromMemorySegment(F, in, 4 * xs + 8L * W, ORDER).fma(k, c);
        d = FloatVector.fromMemorySegment(F, in, 4 * xs + 12L * W, ORDER).fma(k, d);
        k = FloatVector.broadcast(F, filter.get(FLOAT, 5 * ws));
        a = FloatVector.fromMemorySegment(F, in, 5 * xs, ORDER).fma(k, a);
        b = FloatVector.fromMemorySegment(F, in, 5 * xs + 4L * W, ORDER).fma(k, b);
        c = FloatVector.fromMemorySegment(F, in, 5 * xs + 8L * W, ORDER).fma(k, c);
        d = FloatVector.fromMemorySegment(F, in, 5 * xs + 12L * W, ORDER).fma(k, d);
        k = FloatVector.broadcast(F, filter.get(FLOAT, 6 * ws));
        a = FloatVector.fromMemorySegment(F, in, 6 * xs, ORDER).fma(k, a);
        b = FloatVector.fromMemorySegment(F, in, 6 * xs + 4L * W, ORDER).fma(k, b);
        c = FloatVector.fromMemorySegment(F, in, 6 * xs + 8L * W, ORDER).fma(k, c);
        d = FloatVector.fromMemorySegment(F, in, 6 * xs + 12L * W, ORDER).fma(k, d);
        a.intoMemorySegment(out, 0, ORDER);
        b.intoMemorySegment(out, 4L * W, ORDER);
        c.intoMemorySegment(out, 8L * W, ORDER);
        d.intoMemorySegment(out, 12L * W, ORDER);
    }

    private void any(long x, long w, long y, int taps, long n) {
        MemorySegment in = Lanes.bytes(x, (taps - 1) * xStride + 4 * n);
        MemorySegment filter = Lanes.bytes(w, (taps - 1) * wStride + 4);
        MemorySegment out = Lanes.words(y, n);
        long i = 0;
        for (; i <= n - 4L * W; i += 4L * W) {
            FloatVector a = FloatVector.zero(F);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            long at = 4 * i;
            for (int j = 0; j < taps; j++, at += xStride) {
                FloatVector k = FloatVector.broadcast(F, filter.get(FLOAT, j * wStride));
                a = FloatVector.fromMemorySegment(F, in, at, ORDER).fma(k, a);
                b = FloatVector.fromMemorySegment(F, in, at + 4L * W, ORDER).fma(k, b);
                c = FloatVector.fromMemorySegment(F, in, at + 8L * W, ORDER).fma(k, c);
                d = FloatVector.fromMemorySegment(F, in, at + 12L * W, ORDER).fma(k, d);
            }
            a.intoMemorySegment(out, 4 * i, ORDER);
            b.intoMemorySegment(out, 4 * i + 4L * W, ORDER);
            c.intoMemorySegment(out, 4 * i + 8L * W, ORDER);
            d.intoMemorySegment(out, 4 * i + 12L * W, ORDER);
        }
        for (; i <= n - W; i += W) {
            FloatVector a = FloatVector.zero(F);
            for (int j = 0; j < taps; j++) {
                FloatVector k = FloatVector.broadcast(F, filter.get(FLOAT, j * wStride));
                a = FloatVector.fromMemorySegment(F, in, j * xStride + 4 * i, ORDER)
                        .fma(k, a);
            }
            a.intoMemorySegment(out, 4 * i, ORDER);
        }
        for (; i < n; i++) {
            float a = 0;
            for (int j = 0; j < taps; j++) {
                a = Math.fma(in.get(FLOAT, j * xStride + 4 * i), filter.get(FLOAT, j * wStride), a);
            }
            out.set(FLOAT, 4 * i, a);
        }
    }

    /// Computes `y = Σ w[j] ⊙ x[j]` with a weight for each channel: rows of `w` are [#wStride] apart.
    void spread(long x, long w, long y, int taps, long n) {
        MemorySegment in = Lanes.bytes(x, (taps - 1) * xStride + 4 * n);
        MemorySegment filter = Lanes.bytes(w, (taps - 1) * wStride + 4 * n);
        MemorySegment out = Lanes.words(y, n);
        long i = 0;
        for (; i <= n - W; i += W) {
            FloatVector a = FloatVector.zero(F);
            for (int j = 0; j < taps; j++) {
                a = FloatVector.fromMemorySegment(F, in, j * xStride + 4 * i, ORDER)
                        .fma(FloatVector.fromMemorySegment(F, filter, j * wStride + 4 * i, ORDER), a);
            }
            a.intoMemorySegment(out, 4 * i, ORDER);
        }
        for (; i < n; i++) {
            float a = 0;
            for (int j = 0; j < taps; j++) {
                a = Math.fma(in.get(FLOAT, j * xStride + 4 * i), filter.get(FLOAT, j * wStride + 4 * i), a);
            }
            out.set(FLOAT, 4 * i, a);
        }
    }

    /// Computes `dw[j] = Σ x[j] ⊙ g` over the channels of one head; the results are next to each other.
    void dots(long x, long g, long dw, int taps, long n) {
        MemorySegment in = Lanes.bytes(x, (taps - 1) * xStride + 4 * n);
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment out = Lanes.words(dw, taps);
        for (int j = 0; j < taps; j++) {
            FloatVector sum = FloatVector.zero(F);
            long i = 0;
            for (; i <= n - W; i += W) {
                sum = FloatVector.fromMemorySegment(F, in, j * xStride + 4 * i, ORDER)
                        .fma(FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER), sum);
            }
            float rest = 0;
            for (; i < n; i++) {
                rest = Math.fma(in.get(FLOAT, j * xStride + 4 * i), flow.get(FLOAT, 4 * i), rest);
            }
            out.set(FLOAT, 4L * j, Lanes.sum(sum) + rest);
        }
    }

    /// Computes `y[j] = x[j] ⊙ g` for each channel; rows of `y` are `n` floats apart.
    void products(long x, long g, long y, int taps, long n) {
        MemorySegment in = Lanes.bytes(x, (taps - 1) * xStride + 4 * n);
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment out = Lanes.words(y, taps * n);
        for (int j = 0; j < taps; j++) {
            long i = 0;
            for (; i <= n - W; i += W) {
                FloatVector.fromMemorySegment(F, in, j * xStride + 4 * i, ORDER)
                        .mul(FloatVector.fromMemorySegment(F, flow, 4 * i, ORDER))
                        .intoMemorySegment(out, 4 * (j * n + i), ORDER);
            }
            for (; i < n; i++) {
                out.set(FLOAT, 4 * (j * n + i), in.get(FLOAT, j * xStride + 4 * i) * flow.get(FLOAT, 4 * i));
            }
        }
    }
}
