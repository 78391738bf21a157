package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Rows;
import io.gatun.kernel.View;

/// The reference kernels of [Rows].
final class ScalarRows implements Rows {

    @Override
    public void softmax(View x, View y) {
        throw new UnsupportedOperationException("softmax");
    }

    @Override
    public void softmaxGradient(View y, View g, View dx) {
        throw new UnsupportedOperationException("softmaxGradient");
    }

    @Override
    public void rmsNorm(Norm norm, View y, View scale) {
        throw new UnsupportedOperationException("rmsNorm");
    }

    @Override
    public void rmsNormGradient(Norm norm, View scale, View g, NormGradient out) {
        throw new UnsupportedOperationException("rmsNormGradient");
    }

    @Override
    public void layerNorm(Norm norm, View bias, View y, View statistics) {
        throw new UnsupportedOperationException("layerNorm");
    }

    @Override
    public void layerNormGradient(Norm norm, View statistics, View g, NormGradient out) {
        throw new UnsupportedOperationException("layerNormGradient");
    }

    @Override
    public void glu(View x, View y) {
        throw new UnsupportedOperationException("glu");
    }

    @Override
    public void gluGradient(View x, View g, View dx) {
        throw new UnsupportedOperationException("gluGradient");
    }

    @Override
    public void crossEntropy(CrossEntropy rows, View loss, View logSumExp) {
        throw new UnsupportedOperationException("crossEntropy");
    }

    @Override
    public void crossEntropyGradient(CrossEntropy rows, View logSumExp, View g, View dx) {
        throw new UnsupportedOperationException("crossEntropyGradient");
    }
}
