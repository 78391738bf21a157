package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// The loops of a depthwise convolution over a [TapTile]: four output rows at once, so that an input row is read
/// once for all of them, and as many taps as registers hold. More taps are done in several rounds.
///
/// The loop runs over the channels, all of them: with filters spread over channels there is no short loop per
/// head.
final class TapLoops {

    private TapLoops() {}

    /// Computes the tile's outputs from `zero`, the address of a row of zeros.
    static void run(TapTile tile, long zero) {
        long x = tile.x;
        long w = tile.w;
        long start = zero;
        for (int left = tile.taps; left > 0; ) {
            int taps = TapTile.round(left);
            switch (taps) {
                case 7 -> taps7(tile, w, x, start);
                case 4 -> taps4(tile, w, x, start);
                case 3 -> taps3(tile, w, x, start);
                default -> taps1(tile, w, x, start);
            }
            left -= taps;
            x += taps * tile.xStride;
            w += taps * tile.wStride;
            start = tile.y;
        }
    }

    private static void taps7(TapTile tile, long w, long x, long start) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 9 * xs + end);
        MemorySegment filters = Lanes.bytes(w, 6 * ws + end);
        MemorySegment from = Lanes.bytes(start, 3 * tile.startStride(start) + end);
        MemorySegment out = Lanes.bytes(tile.y, 3 * ys + end);
        long fs = tile.startStride(start);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector y0 = FloatVector.fromMemorySegment(F, from, c, ORDER);
            FloatVector y1 = FloatVector.fromMemorySegment(F, from, fs + c, ORDER);
            FloatVector y2 = FloatVector.fromMemorySegment(F, from, 2 * fs + c, ORDER);
            FloatVector y3 = FloatVector.fromMemorySegment(F, from, 3 * fs + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, filters, c, ORDER);
            y0 = x0.fma(w0, y0);
            y1 = x1.fma(w0, y1);
            y2 = x2.fma(w0, y2);
            y3 = x3.fma(w0, y3);
            FloatVector w1 = FloatVector.fromMemorySegment(F, filters, ws + c, ORDER);
            FloatVector x4 = FloatVector.fromMemorySegment(F, in, 4 * xs + c, ORDER);
            y0 = x1.fma(w1, y0);
            y1 = x2.fma(w1, y1);
            y2 = x3.fma(w1, y2);
            y3 = x4.fma(w1, y3);
            FloatVector w2 = FloatVector.fromMemorySegment(F, filters, 2 * ws + c, ORDER);
            FloatVector x5 = FloatVector.fromMemorySegment(F, in, 5 * xs + c, ORDER);
            y0 = x2.fma(w2, y0);
            y1 = x3.fma(w2, y1);
            y2 = x4.fma(w2, y2);
            y3 = x5.fma(w2, y3);
            FloatVector w3 = FloatVector.fromMemorySegment(F, filters, 3 * ws + c, ORDER);
            FloatVector x6 = FloatVector.fromMemorySegment(F, in, 6 * xs + c, ORDER);
            y0 = x3.fma(w3, y0);
            y1 = x4.fma(w3, y1);
            y2 = x5.fma(w3, y2);
            y3 = x6.fma(w3, y3);
            FloatVector w4 = FloatVector.fromMemorySegment(F, filters, 4 * ws + c, ORDER);
            FloatVector x7 = FloatVector.fromMemorySegment(F, in, 7 * xs + c, ORDER);
            y0 = x4.fma(w4, y0);
            y1 = x5.fma(w4, y1);
            y2 = x6.fma(w4, y2);
            y3 = x7.fma(w4, y3);
            FloatVector w5 = FloatVector.fromMemorySegment(F, filters, 5 * ws + c, ORDER);
            FloatVector x8 = FloatVector.fromMemorySegment(F, in, 8 * xs + c, ORDER);
            y0 = x5.fma(w5, y0);
            y1 = x6.fma(w5, y1);
            y2 = x7.fma(w5, y2);
            y3 = x8.fma(w5, y3);
            FloatVector w6 = FloatVector.fromMemorySegment(F, filters, 6 * ws + c, ORDER);
            FloatVector x9 = FloatVector.fromMemorySegment(F, in, 9 * xs + c, ORDER);
            y0 = x6.fma(w6, y0);
            y1 = x7.fma(w6, y1);
            y2 = x8.fma(w6, y2);
            y3 = x9.fma(w6, y3);
            y0.intoMemorySegment(out, c, ORDER);
            y1.intoMemorySegment(out, ys + c, ORDER);
            y2.intoMemorySegment(out, 2 * ys + c, ORDER);
            y3.intoMemorySegment(out, 3 * ys + c, ORDER);
        }
    }

    private static void taps4(TapTile tile, long w, long x, long start) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 6 * xs + end);
        MemorySegment filters = Lanes.bytes(w, 3 * ws + end);
        MemorySegment from = Lanes.bytes(start, 3 * tile.startStride(start) + end);
        MemorySegment out = Lanes.bytes(tile.y, 3 * ys + end);
        long fs = tile.startStride(start);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector y0 = FloatVector.fromMemorySegment(F, from, c, ORDER);
            FloatVector y1 = FloatVector.fromMemorySegment(F, from, fs + c, ORDER);
            FloatVector y2 = FloatVector.fromMemorySegment(F, from, 2 * fs + c, ORDER);
            FloatVector y3 = FloatVector.fromMemorySegment(F, from, 3 * fs + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, filters, c, ORDER);
            y0 = x0.fma(w0, y0);
            y1 = x1.fma(w0, y1);
            y2 = x2.fma(w0, y2);
            y3 = x3.fma(w0, y3);
            FloatVector w1 = FloatVector.fromMemorySegment(F, filters, ws + c, ORDER);
            FloatVector x4 = FloatVector.fromMemorySegment(F, in, 4 * xs + c, ORDER);
            y0 = x1.fma(w1, y0);
            y1 = x2.fma(w1, y1);
            y2 = x3.fma(w1, y2);
            y3 = x4.fma(w1, y3);
            FloatVector w2 = FloatVector.fromMemorySegment(F, filters, 2 * ws + c, ORDER);
            FloatVector x5 = FloatVector.fromMemorySegment(F, in, 5 * xs + c, ORDER);
            y0 = x2.fma(w2, y0);
            y1 = x3.fma(w2, y1);
            y2 = x4.fma(w2, y2);
            y3 = x5.fma(w2, y3);
            FloatVector w3 = FloatVector.fromMemorySegment(F, filters, 3 * ws + c, ORDER);
            FloatVector x6 = FloatVector.fromMemorySegment(F, in, 6 * xs + c, ORDER);
            y0 = x3.fma(w3, y0);
            y1 = x4.fma(w3, y1);
            y2 = x5.fma(w3, y2);
            y3 = x6.fma(w3, y3);
            y0.intoMemorySegment(out, c, ORDER);
            y1.intoMemorySegment(out, ys + c, ORDER);
            y2.intoMemorySegment(out, 2 * ys + c, ORDER);
            y3.intoMemorySegment(out, 3 * ys + c, ORDER);
        }
    }

    private static void taps3(TapTile tile, long w, long x, long start) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 5 * xs + end);
        MemorySegment filters = Lanes.bytes(w, 2 * ws + end);
        MemorySegment from = Lanes.bytes(start, 3 * tile.startStride(start) + end);
        MemorySegment out = Lanes.bytes(tile.y, 3 * ys + end);
        long fs = tile.startStride(start);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector y0 = FloatVector.fromMemorySegment(F, from, c, ORDER);
            FloatVector y1 = FloatVector.fromMemorySegment(F, from, fs + c, ORDER);
            FloatVector y2 = FloatVector.fromMemorySegment(F, from, 2 * fs + c, ORDER);
            FloatVector y3 = FloatVector.fromMemorySegment(F, from, 3 * fs + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, filters, c, ORDER);
            y0 = x0.fma(w0, y0);
            y1 = x1.fma(w0, y1);
            y2 = x2.fma(w0, y2);
            y3 = x3.fma(w0, y3);
            FloatVector w1 = FloatVector.fromMemorySegment(F, filters, ws + c, ORDER);
            FloatVector x4 = FloatVector.fromMemorySegment(F, in, 4 * xs + c, ORDER);
            y0 = x1.fma(w1, y0);
            y1 = x2.fma(w1, y1);
            y2 = x3.fma(w1, y2);
            y3 = x4.fma(w1, y3);
            FloatVector w2 = FloatVector.fromMemorySegment(F, filters, 2 * ws + c, ORDER);
            FloatVector x5 = FloatVector.fromMemorySegment(F, in, 5 * xs + c, ORDER);
            y0 = x2.fma(w2, y0);
            y1 = x3.fma(w2, y1);
            y2 = x4.fma(w2, y2);
            y3 = x5.fma(w2, y3);
            y0.intoMemorySegment(out, c, ORDER);
            y1.intoMemorySegment(out, ys + c, ORDER);
            y2.intoMemorySegment(out, 2 * ys + c, ORDER);
            y3.intoMemorySegment(out, 3 * ys + c, ORDER);
        }
    }

    private static void taps1(TapTile tile, long w, long x, long start) {
        long xs = tile.xStride;
        long ws = tile.wStride;
        long ys = tile.yStride;
        long end = 4 * tile.channels;
        MemorySegment in = Lanes.bytes(x, 3 * xs + end);
        MemorySegment filters = Lanes.bytes(w, 0 * ws + end);
        MemorySegment from = Lanes.bytes(start, 3 * tile.startStride(start) + end);
        MemorySegment out = Lanes.bytes(tile.y, 3 * ys + end);
        long fs = tile.startStride(start);
        for (long c = 0; c < end; c += 4L * W) {
            FloatVector y0 = FloatVector.fromMemorySegment(F, from, c, ORDER);
            FloatVector y1 = FloatVector.fromMemorySegment(F, from, fs + c, ORDER);
            FloatVector y2 = FloatVector.fromMemorySegment(F, from, 2 * fs + c, ORDER);
            FloatVector y3 = FloatVector.fromMemorySegment(F, from, 3 * fs + c, ORDER);
            FloatVector x0 = FloatVector.fromMemorySegment(F, in, c, ORDER);
            FloatVector x1 = FloatVector.fromMemorySegment(F, in, xs + c, ORDER);
            FloatVector x2 = FloatVector.fromMemorySegment(F, in, 2 * xs + c, ORDER);
            FloatVector x3 = FloatVector.fromMemorySegment(F, in, 3 * xs + c, ORDER);
            FloatVector w0 = FloatVector.fromMemorySegment(F, filters, c, ORDER);
            y0 = x0.fma(w0, y0);
            y1 = x1.fma(w0, y1);
            y2 = x2.fma(w0, y2);
            y3 = x3.fma(w0, y3);
            y0.intoMemorySegment(out, c, ORDER);
            y1.intoMemorySegment(out, ys + c, ORDER);
            y2.intoMemorySegment(out, 2 * ys + c, ORDER);
            y3.intoMemorySegment(out, 3 * ys + c, ORDER);
        }
    }
}
