package io.gatun.kernel;

import io.gatun.tensor.Taps;

/// Depthwise convolutions over time whose filters are shared by groups of channels.
///
/// `y[b, t, c] = Σ_j w[b, t, h(c), j] · x[b, t + j·dilation − left, c]`, zero outside the sequence, for
/// `x`, `y [batch, time, channels]`. Filters are either the same everywhere, `w [heads, taps]` (lightweight
/// convolution; plain depthwise if `heads = channels`), or one set per position, `w [batch, time, heads, taps]`
/// (dynamic convolution).
public interface Convolutions {

    /// Computes the convolution.
    void convolve(Taps taps, View x, View w, View y);

    /// Computes `dx[b, s, c] = Σ_j w[b, t, h(c), j] · g[b, t, c]` with `t = s − j·dilation + left`.
    void inputGradient(Taps taps, View w, View g, View dx);

    /// Computes `dw[…, h, j] = Σ x[b, t + j·dilation − left, c] · g[b, t, c]` over the channels of a head, and
    /// over batch and time too where the filters are the same everywhere.
    void weightGradient(Taps taps, View x, View g, View dw);
}
