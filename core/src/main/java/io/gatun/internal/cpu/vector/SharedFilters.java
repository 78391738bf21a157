package io.gatun.internal.cpu.vector;

/// Convolution with filters that are the same at every position, cut into tiles.
///
/// Tiles inside the sequence are computed in place. At its ends, and where channels do not fill vectors, rows are
/// first copied to a scratch tile with zeros around.
final class SharedFilters {

    private final Sequence sequence;
    private final TapTile tile;
    private final long x;
    private final long y;
    private final boolean gradient; // whether `y` is read and the filters are summed, or the reverse
    private final long padded; // bytes of a row of the scratch tile

    /// Creates the loops over `x` and `y [batch, time, channels]` for filters spread over padded channels.
    SharedFilters(Sequence sequence, TapTile tile, long x, long y, boolean gradient) {
        this.sequence = sequence;
        this.tile = tile;
        this.x = x;
        this.y = y;
        this.gradient = gradient;
        this.padded = 4 * tile.channels;
    }

    /// Returns the channels of a sequence, filled up to full vectors.
    static long padded(int channels) {
        return (channels + Lanes.W - 1L) & -Lanes.W;
    }

    /// Treats the tiles from one to another.
    void run(long from, long to) {
        long perItem = sequence.tilesOfItem();
        long scratch = Scratch.current().room(padded * (1 + tile.taps + 3 + TapTile.ROWS));
        Copies.fill(scratch, 0, tile.channels); // the row of zeros
        for (long k = from; k < to; ) {
            long item = k / perItem;
            long rest = k % perItem;
            int phase = 0;
            while (rest >= sequence.tilesOfPhase(phase)) {
                rest -= sequence.tilesOfPhase(phase++);
            }
            long count = Math.min(to - k, sequence.tilesOfPhase(phase) - rest);
            for (long i = rest; i < rest + count; i++) {
                tile(item, phase + i * TapTile.ROWS * sequence.dilation(), scratch);
            }
            k += count;
        }
    }

    private void tile(long item, long t, long scratch) {
        long d = sequence.dilation();
        long row = 4L * sequence.channels();
        long s = t + sequence.first(); // what the first tap reads
        long lastRead = s + (tile.taps + TapTile.ROWS - 2) * d;
        long lastWritten = t + (TapTile.ROWS - 1) * d;
        long in = x + item * sequence.time() * row;
        long out = y + item * sequence.time() * row;
        if (s >= 0 && lastRead < sequence.time() && lastWritten < sequence.time() && row == padded) {
            tile.x = in + s * row;
            tile.xStride = d * row;
            tile.y = out + t * row;
            tile.yStride = d * row;
            compute(scratch);
            return;
        }
        tile.x = scratch + padded;
        tile.xStride = padded;
        tile.y = tile.x + (tile.taps + 3) * padded;
        tile.yStride = padded;
        for (int i = 0; i < tile.taps + 3; i++) {
            fetch(in, s + i * d, tile.x + i * padded);
        }
        if (gradient) {
            for (int i = 0; i < TapTile.ROWS; i++) {
                fetch(out, t + i * d, tile.y + i * padded);
            }
        }
        compute(scratch);
        for (int i = 0; i < TapTile.ROWS && !gradient && t + i * d < sequence.time(); i++) {
            Copies.bytes(tile.y + i * padded, out + (t + i * d) * row, row);
        }
    }

    /// Copies a row of a sequence, zeros if it is not inside.
    private void fetch(long rows, long t, long to) {
        long row = 4L * sequence.channels();
        if (t >= 0 && t < sequence.time()) {
            Copies.bytes(rows + t * row, to, row);
        } else {
            Copies.fill(to, 0, sequence.channels());
        }
    }

    private void compute(long zero) {
        if (gradient) {
            TapGradientLoops.run(tile);
        } else {
            TapLoops.run(tile, zero);
        }
    }
}
