package io.gatun.internal.cpu.vector;

import static io.gatun.internal.cpu.vector.Lanes.FLOAT;
import static io.gatun.internal.cpu.vector.Lanes.INT;

import io.gatun.tensor.Taps;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Which filter serves which channel.
final class HeadMap {

    /// The filter of each channel.
    private final int[] head;
    /// The first channel of each filter and, behind the last, the number of channels; `null` if interleaved.
    private final int[] starts;

    final int channels;
    final int heads;

    HeadMap(Taps taps, int channels, int heads) {
        this.channels = channels;
        this.heads = heads;
        head = new int[channels];
        Arrays.setAll(head, c -> taps.head(c, channels, heads));
        starts = taps.interleaved() && heads > 1 && heads < channels ? null : starts();
    }

    private int[] starts() {
        int[] first = new int[heads + 1];
        for (int c = channels - 1; c >= 0; c--) {
            first[head[c]] = c;
        }
        first[heads] = channels;
        return first;
    }

    /// Returns whether every filter serves neighbouring channels, enough of them for a vector.
    boolean wide() {
        return starts != null && channels >= heads * Lanes.W;
    }

    int start(int h) {
        return starts[h];
    }

    int width(int h) {
        return starts[h + 1] - starts[h];
    }

    /// Spreads filters over channels: row `j` of `to`, `stride` bytes from the next, holds tap `j` of the
    /// filter of each channel.
    void spread(Filters w, long to, long stride) {
        for (int j = 0; j < w.taps; j++) {
            long row = to + stride * (w.flipped ? w.taps - 1 - j : j);
            long tap = w.address + j * w.step;
            if (wide()) {
                for (int h = 0; h < heads; h++) {
                    int bits = Lanes.words(tap + h * w.stride, 1).get(INT, 0);
                    Copies.fill(row + 4L * starts[h], bits, width(h));
                }
            } else {
                spread(tap, w.stride, row);
            }
        }
    }

    private void spread(long tap, long stride, long row) {
        MemorySegment from = Lanes.bytes(tap, stride * (heads - 1) + 4);
        MemorySegment to = Lanes.words(row, channels);
        for (int c = 0; c < channels; c++) {
            to.set(INT, 4L * c, from.get(INT, head[c] * stride));
        }
    }

    /// Sums over the channels of each filter: tap `j` is Σ `from[j][c]`, rows `stride` bytes apart.
    void gather(long from, long stride, Filters dw) {
        MemorySegment to = Lanes.bytes(dw.address, dw.stride * (heads - 1) + dw.step * (dw.taps - 1) + 4);
        double[] sums = new double[heads];
        for (int j = 0; j < dw.taps; j++) {
            MemorySegment row = Lanes.words(from + j * stride, channels);
            Arrays.fill(sums, 0);
            for (int c = 0; c < channels; c++) {
                sums[head[c]] += row.get(FLOAT, 4L * c);
            }
            for (int h = 0; h < heads; h++) {
                to.set(FLOAT, h * dw.stride + j * dw.step, (float) sums[h]);
            }
        }
    }

    /// Where filters lie.
    ///
    /// @param address the first tap of the first filter
    /// @param step bytes from one tap to the next
    /// @param stride bytes from one filter to the next
    /// @param taps their number
    /// @param flipped whether they are wanted from the last to the first
    record Filters(long address, long step, long stride, int taps, boolean flipped) {}
}
