package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.F;
import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.INT;
import static io.gatun.internal.cpu.vector.Lanes.ORDER;
import static io.gatun.internal.cpu.vector.Lanes.W;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The largest elements of a row: a heap of the best so far, whose least is the bar that whole vectors are
/// held against.
///
/// An element is a long that is ordered as elements are: the value's key above, the index below, inverted so
/// that the first of equal ones is the larger.
final class TopRows {

    private final long[] heap; // the least on top
    private int size;

    TopRows(int k) {
        heap = new long[k];
    }

    /// Writes the `k` largest of a row of `n`, and where they stood.
    void row(long x, long n, long values, long indices) {
        MemorySegment from = Lanes.words(x, n);
        size = 0;
        long i = 0;
        for (; i < n && size < heap.length; i++) {
            offer(element(from.get(FLOAT, 4 * i), i));
        }
        if (heap.length > 0) {
            scan(from, i, n);
        }
        Arrays.sort(heap);
        MemorySegment best = Lanes.words(values, heap.length);
        MemorySegment places = Lanes.words(indices, heap.length);
        for (int j = 0; j < heap.length; j++) {
            int index = ~(int) heap[heap.length - 1 - j];
            places.set(INT, 4L * j, index);
            best.set(INT, 4L * j, from.get(INT, 4L * index));
        }
    }

    private void scan(MemorySegment from, long start, long n) {
        long i = start;
        for (; i <= n - W; i += W) {
            FloatVector v = FloatVector.fromMemorySegment(F, from, 4 * i, ORDER);
            // NaN bars everything; but all that comes after a NaN bar is behind it or equal, and may be offered
            long over = v.compare(VectorOperators.LE, bar()).not().toLong();
            for (; over != 0; over &= over - 1) {
                improve(from, i + Long.numberOfTrailingZeros(over));
            }
        }
        for (; i < n; i++) {
            improve(from, i);
        }
    }

    private void improve(MemorySegment from, long index) {
        long element = element(from.get(FLOAT, 4 * index), index);
        if (element > heap[0]) {
            heap[0] = element;
            sink();
        }
    }

    private float bar() {
        return Lanes.ofKey((int) (heap[0] >> 32));
    }

    /// Returns an element's long: NaN is the largest, −0 equals 0.
    private static long element(float value, long index) {
        int bits = Float.isNaN(value) ? 0x7FC00000 : Float.floatToRawIntBits(value + 0f);
        return (long) Lanes.key(bits) << 32 | ~index & 0xFFFFFFFFL;
    }

    private void offer(long element) {
        int at = size++;
        for (; at > 0 && heap[at - 1 >> 1] > element; at = at - 1 >> 1) {
            heap[at] = heap[at - 1 >> 1];
        }
        heap[at] = element;
    }

    private void sink() {
        long element = heap[0];
        int at = 0;
        for (int child = 1; child < heap.length; child = 2 * at + 1) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= element) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = element;
    }
}
