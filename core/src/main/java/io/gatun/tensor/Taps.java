package io.gatun.tensor;

/// How the taps of a convolution lie in time, and which filter serves a channel.
///
/// A depthwise convolution of `x [batch, time, channels]` computes `y[b, t, c] = Σ_j w[h(c), j] · x[b, t +
/// j·dilation − left, c]`, zero outside the sequence: `left = dilation · (taps − 1)` is causal, half of that is
/// centred.
///
/// @param dilation distance between taps, at least 1
/// @param left how far before the output position the first tap reads, at least 0
/// @param interleaved channel `c` uses filter `c mod heads` if true, `⌊c · heads / channels⌋` if not
public record Taps(int dilation, int left, boolean interleaved) {

    /// Checks the values.
    public Taps {
        if (dilation < 1 || left < 0) {
            throw new IllegalArgumentException(
                    "taps: expected dilation >= 1 and left >= 0, got dilation " + dilation + " and left " + left);
        }
    }

    /// Returns taps that end at the output position: output t sees t − dilation·(taps − 1) … t.
    public static Taps causal(int taps, int dilation) {
        return new Taps(dilation, dilation * (taps - 1), false);
    }

    /// Returns taps around the output position; of an even number one more lies before it than after it.
    public static Taps centred(int taps, int dilation) {
        return new Taps(dilation, dilation * (taps / 2), false);
    }

    /// Returns the filter of a channel.
    public int head(int channel, int channels, int heads) {
        return interleaved ? channel % heads : (int) ((long) channel * heads / channels);
    }
}
