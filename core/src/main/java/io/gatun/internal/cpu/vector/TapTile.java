package io.gatun.internal.cpu.vector;

/// Four rows of a convolution's output, and what they are made of: addresses, and strides in bytes.
final class TapTile {

    /// Rows of the output.
    static final int ROWS = 4;

    /// Filters spread over the channels, `[taps, channels]`.
    final long w;

    final long wStride;
    final int taps;
    /// A multiple of the lanes of a vector.
    final long channels;

    /// The first of `taps + 3` input rows.
    long x;

    long xStride;
    /// The first of four output rows.
    long y;

    long yStride;

    TapTile(long w, int taps, long channels) {
        this.w = w;
        this.wStride = 4 * channels;
        this.taps = taps;
        this.channels = channels;
    }

    /// Returns how many of the taps that are left one round does.
    static int round(int left) {
        return left >= 7 ? 7 : left >= 4 ? 4 : left == 3 ? 3 : 1;
    }

    /// Returns the stride of the rows that sums start from: the one row of zeros, or what is there already.
    long startStride(long start) {
        return start == y ? yStride : 0;
    }
}
