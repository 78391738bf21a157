package io.gatun.op;

import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;

/// Dense convolution over time, composed: a sum over taps of shifted matrix products.
public final class DenseConvolution {

    private DenseConvolution() {}

    /// Returns `y[b, t, o] = Σ_j Σ_i w[j, i, o] · x[b, t + j·dilation − left, i]`, zero outside the sequence.
    public static Tensor convolve(Tensor x, Tensor w, int dilation, int left) {
        if (x.rank() != 3 || w.rank() != 3 || x.dim(2) != w.dim(1) || w.dim(0) == 0) {
            throw ShapeException.of("convolution", "[batch, time, in] and [taps, in, out]", x.shape(), w.shape());
        }
        Taps taps = new Taps(dilation, left, false);
        int time = x.dim(1);
        int right = Math.max(0, taps.dilation() * (w.dim(0) - 1) - left);
        Tensor padded = x.pad(1, left, right, 0);
        Tensor sum = null;
        for (int j = 0; j < w.dim(0); j++) {
            int from = j * dilation;
            Tensor term = padded.slice(1, from, from + time).matmul(w.select(0, j));
            sum = sum == null ? term : sum.add(term);
        }
        return sum;
    }
}
