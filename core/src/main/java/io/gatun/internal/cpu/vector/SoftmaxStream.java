package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.I;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import io.gatun.op.LaneMath;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// Softmax of rows that come from memory: while one row's exponentials are taken, the next one is read for its
/// maximum and the one before is scaled. Passes one after the other would let memory wait for arithmetic and
/// arithmetic for memory.
final class SoftmaxStream {

    private static final long LEAST = 64;
    // three of them stay in the first-level cache, or nearly so; and sums are short, so that rounding does not add up
    private static final long MOST = 256L * W;

    private final long n;

    // of the row at hand and of the one before
    private float max;
    private float sum;
    private float factor;

    private SoftmaxStream(long n) {
        this.n = n;
    }

    /// Returns whether rows are full vectors in pairs, long enough to be worth it, and not too long.
    static boolean takes(long n) {
        return n >= LEAST && n <= MOST && n % (2L * W) == 0;
    }

    /// Writes the softmax of rows that [#takes] takes.
    static void softmax(long x, long y, long rows, long n) {
        if (rows == 0) {
            return;
        }
        SoftmaxStream stream = new SoftmaxStream(n);
        long bytes = 4 * n;
        stream.factor = 1; // the first row has none before it: its own place is read and overwritten
        long first = Scratch.current().buffer(0);
        SoftmaxRows.maxima(x, first, 1, n);
        stream.max = Lanes.words(first, 1).get(Lanes.FLOAT, 0);
        for (long r = 0; r < rows; r++) {
            long now = r * bytes;
            long next = r + 1 < rows ? now + bytes : now; // where there is none, one that is there does no harm
            long before = r > 0 ? now - bytes : now;
            stream.row(x + next, x + now, y + now, y + before);
            stream.factor = 1 / stream.sum;
        }
        SoftmaxRows.scale(y + (rows - 1) * bytes, n, stream.factor);
    }

    private void row(long next, long now, long exps, long before) {
        MemorySegment coming = Lanes.words(next, n);
        MemorySegment from = Lanes.words(now, n);
        MemorySegment to = Lanes.words(exps, n);
        MemorySegment going = Lanes.words(before, n);
        FloatVector scale = FloatVector.broadcast(F, factor);
        FloatVector shift = FloatVector.broadcast(F, max);
        FloatVector total = FloatVector.zero(F);
        IntVector most = IntVector.broadcast(I, Integer.MIN_VALUE);
        for (long i = 0; i < 4 * n; i += 4L * W) {
            IntVector a = IntVector.fromMemorySegment(I, coming, i, ORDER);
            most = most.max(a.lanewise(VectorOperators.ASHR, 31)
                    .and(Integer.MAX_VALUE)
                    .lanewise(VectorOperators.XOR, a)); // see SoftmaxRows.maxima
            FloatVector.fromMemorySegment(F, going, i, ORDER).mul(scale).intoMemorySegment(going, i, ORDER);
            FloatVector e = LaneMath.exp(
                    FloatVector.fromMemorySegment(F, from, i, ORDER).sub(shift));
            total = total.add(e);
            e.intoMemorySegment(to, i, ORDER);
        }
        sum = Lanes.sum(total);
        max = Lanes.ofKey(most.reduceLanes(VectorOperators.MAX));
    }

    /// Writes the gradient of rows that [#takes] takes: as [SoftmaxRows#gradient] does.
    static void gradient(long y, long g, long dx, long rows, long n) {
        if (rows == 0) {
            return;
        }
        SoftmaxStream stream = new SoftmaxStream(n);
        long bytes = 4 * n;
        stream.sum = SoftmaxRows.dot(y, g, n);
        for (long r = 0; r < rows; r++) {
            long now = r * bytes;
            long next = r + 1 < rows ? now + bytes : now;
            stream.gradientOfRow(y + next, g + next, y + now, g + now, dx + now);
        }
    }

    /// Writes a row's gradient, and sums the next one's products as [SoftmaxRows#dot] did the first one's: the same
    /// rows have the same bits wherever they stand.
    private void gradientOfRow(long nextY, long nextG, long y, long g, long dx) {
        MemorySegment comingResult = Lanes.words(nextY, n);
        MemorySegment comingFlow = Lanes.words(nextG, n);
        MemorySegment result = Lanes.words(y, n);
        MemorySegment flow = Lanes.words(g, n);
        MemorySegment to = Lanes.words(dx, n);
        FloatVector dot = FloatVector.broadcast(F, sum);
        FloatVector total = FloatVector.zero(F);
        FloatVector total2 = total;
        for (long i = 0; i < 4 * n; i += 8L * W) {
            long j = i + 4L * W;
            total = FloatVector.fromMemorySegment(F, comingResult, i, ORDER)
                    .fma(FloatVector.fromMemorySegment(F, comingFlow, i, ORDER), total);
            total2 = FloatVector.fromMemorySegment(F, comingResult, j, ORDER)
                    .fma(FloatVector.fromMemorySegment(F, comingFlow, j, ORDER), total2);
            FloatVector.fromMemorySegment(F, flow, i, ORDER)
                    .sub(dot)
                    .mul(FloatVector.fromMemorySegment(F, result, i, ORDER))
                    .intoMemorySegment(to, i, ORDER);
            FloatVector.fromMemorySegment(F, flow, j, ORDER)
                    .sub(dot)
                    .mul(FloatVector.fromMemorySegment(F, result, j, ORDER))
                    .intoMemorySegment(to, j, ORDER);
        }
        sum = Lanes.sum(total.add(total2));
    }
}
