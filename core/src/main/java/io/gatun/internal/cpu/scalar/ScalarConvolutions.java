package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Convolutions;
import io.gatun.kernel.View;
import io.gatun.tensor.Taps;

/// The reference kernels of [Convolutions].
final class ScalarConvolutions implements Convolutions {

    @Override
    public void convolve(Taps taps, View x, View w, View y) {
        throw new UnsupportedOperationException("convolve");
    }

    @Override
    public void inputGradient(Taps taps, View w, View g, View dx) {
        throw new UnsupportedOperationException("inputGradient");
    }

    @Override
    public void weightGradient(Taps taps, View x, View g, View dw) {
        throw new UnsupportedOperationException("weightGradient");
    }
}
