package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// The loops of a filter gradient over a [TapTile]: `w[j] += Σ x[i + j] ⊙ y[i]` over four rows `y` of incoming
/// gradient, by channel.
final class TapGradientLoops {

    private TapGradientLoops() {}

    /// Adds the tile's part to the filters' gradient.
    static void run(TapTile tile) {
        long x = tile.x;
        long w = tile.w;
        for (int left = tile.taps; left > 0; ) {
            int taps = TapTile.round(left);
            switch (taps) {
                case 7 -> taps7(tile, w, x);
                case 4 -> taps4(tile, w, x);
                case 3 -> taps3(tile, w, x);
                default -> taps1(tile, w, x);
            }
            left -= taps;
            x += taps * tile.xStride;
            w += taps * tile.wStride;
        }
    }

    private static void taps7(TapTile tile, long w, long x) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 9 * xs + end);
        MemorySegment sums = Lanes.bytes(w, 6 * ws + end);
        MemorySegment flow = Lanes.bytes(tile.y, 3 * ys + end);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector g0 = FloatVector.fromMemorySegment(F, flow, c, ORDER);
            FloatVector g1 = FloatVector.fromMemorySegment(F, flow, ys + c, ORDER);
            FloatVector g2 = FloatVector.fromMemorySegment(F, flow, 2 * ys + c, ORDER);
            FloatVector g3 = FloatVector.fromMemorySegment(F, flow, 3 * ys + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, sums, c, ORDER);
            w0 = x0.fma(g0, w0);
            w0 = x1.fma(g1, w0);
            w0 = x2.fma(g2, w0);
            w0 = x3.fma(g3, w0);
            w0.intoMemorySegment(sums, c, ORDER);
            FloatVector x4 = FloatVector.fromMemorySegment(F, in, 4 * xs + c, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(F, sums, ws + c, ORDER);
            w1 = x1.fma(g0, w1);
            w1 = x2.fma(g1, w1);
            w1 = x3.fma(g2, w1);
            w1 = x4.fma(g3, w1);
            w1.intoMemorySegment(sums, ws + c, ORDER);
            FloatVector x5 = FloatVector.fromMemorySegment(F, in, 5 * xs + c, ORDER);
            FloatVector w2 = FloatVector.fromMemorySegment(F, sums, 2 * ws + c, ORDER);
            w2 = x2.fma(g0, w2);
            w2 = x3.fma(g1, w2);
            w2 = x4.fma(g2, w2);
            w2 = x5.fma(g3, w2);
            w2.intoMemorySegment(sums, 2 * ws + c, ORDER);
            FloatVector x6 = FloatVector.fromMemorySegment(F, in, 6 * xs + c, ORDER);
            FloatVector w3 = FloatVector.fromMemorySegment(F, sums, 3 * ws + c, ORDER);
            w3 = x3.fma(g0, w3);
            w3 = x4.fma(g1, w3);
            w3 = x5.fma(g2, w3);
            w3 = x6.fma(g3, w3);
            w3.intoMemorySegment(sums, 3 * ws + c, ORDER);
            FloatVector x7 = FloatVector.fromMemorySegment(F, in, 7 * xs + c, ORDER);
            FloatVector w4 = FloatVector.fromMemorySegment(F, sums, 4 * ws + c, ORDER);
            w4 = x4.fma(g0, w4);
            w4 = x5.fma(g1, w4);
            w4 = x6.fma(g2, w4);
            w4 = x7.fma(g3, w4);
            w4.intoMemorySegment(sums, 4 * ws + c, ORDER);
            FloatVector x8 = FloatVector.fromMemorySegment(F, in, 8 * xs + c, ORDER);
            FloatVector w5 = FloatVector.fromMemorySegment(F, sums, 5 * ws + c, ORDER);
            w5 = x5.fma(g0, w5);
            w5 = x6.fma(g1, w5);
            w5 = x7.fma(g2, w5);
            w5 = x8.fma(g3, w5);
            w5.intoMemorySegment(sums, 5 * ws + c, ORDER);
            FloatVector x9 = FloatVector.fromMemorySegment(F, in, 9 * xs + c, ORDER);
            FloatVector w6 = FloatVector.fromMemorySegment(F, sums, 6 * ws + c, ORDER);
            w6 = x6.fma(g0, w6);
            w6 = x7.fma(g1, w6);
            w6 = x8.fma(g2, w6);
            w6 = x9.fma(g3, w6);
            w6.intoMemorySegment(sums, 6 * ws + c, ORDER);
        }
    }

    private static void taps4(TapTile tile, long w, long x) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 6 * xs + end);
        MemorySegment sums = Lanes.bytes(w, 3 * ws + end);
        MemorySegment flow = Lanes.bytes(tile.y, 3 * ys + end);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector g0 = FloatVector.fromMemorySegment(F, flow, c, ORDER);
            FloatVector g1 = FloatVector.fromMemorySegment(F, flow, ys + c, ORDER);
            FloatVector g2 = FloatVector.fromMemorySegment(F, flow, 2 * ys + c, ORDER);
            FloatVector g3 = FloatVector.fromMemorySegment(F, flow, 3 * ys + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, sums, c, ORDER);
            w0 = x0.fma(g0, w0);
            w0 = x1.fma(g1, w0);
            w0 = x2.fma(g2, w0);
            w0 = x3.fma(g3, w0);
            w0.intoMemorySegment(sums, c, ORDER);
            FloatVector x4 = FloatVector.fromMemorySegment(F, in, 4 * xs + c, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(F, sums, ws + c, ORDER);
            w1 = x1.fma(g0, w1);
            w1 = x2.fma(g1, w1);
            w1 = x3.fma(g2, w1);
            w1 = x4.fma(g3, w1);
            w1.intoMemorySegment(sums, ws + c, ORDER);
            FloatVector x5 = FloatVector.fromMemorySegment(F, in, 5 * xs + c, ORDER);
            FloatVector w2 = FloatVector.fromMemorySegment(F, sums, 2 * ws + c, ORDER);
            w2 = x2.fma(g0, w2);
            w2 = x3.fma(g1, w2);
            w2 = x4.fma(g2, w2);
            w2 = x5.fma(g3, w2);
            w2.intoMemorySegment(sums, 2 * ws + c, ORDER);
            FloatVector x6 = FloatVector.fromMemorySegment(F, in, 6 * xs + c, ORDER);
            FloatVector w3 = FloatVector.fromMemorySegment(F, sums, 3 * ws + c, ORDER);
            w3 = x3.fma(g0, w3);
            w3 = x4.fma(g1, w3);
            w3 = x5.fma(g2, w3);
            w3 = x6.fma(g3, w3);
            w3.intoMemorySegment(sums, 3 * ws + c, ORDER);
        }
    }

    private static void taps3(TapTile tile, long w, long x) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 5 * xs + end);
        MemorySegment sums = Lanes.bytes(w, 2 * ws + end);
        MemorySegment flow = Lanes.bytes(tile.y, 3 * ys + end);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector g0 = FloatVector.fromMemorySegment(F, flow, c, ORDER);
            FloatVector g1 = FloatVector.fromMemorySegment(F, flow, ys + c, ORDER);
            FloatVector g2 = FloatVector.fromMemorySegment(F, flow, 2 * ys + c, ORDER);
            FloatVector g3 = FloatVector.fromMemorySegment(F, flow, 3 * ys + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, sums, c, ORDER);
            w0 = x0.fma(g0, w0);
            w0 = x1.fma(g1, w0);
            w0 = x2.fma(g2, w0);
            w0 = x3.fma(g3, w0);
            w0.intoMemorySegment(sums, c, ORDER);
            FloatVector x4 = FloatVector.fromMemorySegment(F, in, 4 * xs + c, ORDER);
            FloatVector w1 = FloatVector.fromMemorySegment(F, sums, ws + c, ORDER);
            w1 = x1.fma(g0, w1);
            w1 = x2.fma(g1, w1);
            w1 = x3.fma(g2, w1);
            w1 = x4.fma(g3, w1);
            w1.intoMemorySegment(sums, ws + c, ORDER);
            FloatVector x5 = FloatVector.fromMemorySegment(F, in, 5 * xs + c, ORDER);
            FloatVector w2 = FloatVector.fromMemorySegment(F, sums, 2 * ws + c, ORDER);
            w2 = x2.fma(g0, w2);
            w2 = x3.fma(g1, w2);
            w2 = x4.fma(g2, w2);
            w2 = x5.fma(g3, w2);
            w2.intoMemorySegment(sums, 2 * ws + c, ORDER);
        }
    }

    private static void taps1(TapTile tile, long w, long x) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 3 * xs + end);
        MemorySegment sums = Lanes.bytes(w, 0 * ws + end);
        MemorySegment flow = Lanes.bytes(tile.y, 3 * ys + end);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector g0 = FloatVector.fromMemorySegment(F, flow, c, ORDER);
            FloatVector g1 = FloatVector.fromMemorySegment(F, flow, ys + c, ORDER);
            FloatVector g2 = FloatVector.fromMemorySegment(F, flow, 2 * ys + c, ORDER);
            FloatVector g3 = FloatVector.fromMemorySegment(F, flow, 3 * ys + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, sums, c, ORDER);
            w0 = x0.fma(g0, w0);
            w0 = x1.fma(g1, w0);
            w0 = x2.fma(g2, w0);
            w0 = x3.fma(g3, w0);
            w0.intoMemorySegment(sums, c, ORDER);
        }
    }
}
