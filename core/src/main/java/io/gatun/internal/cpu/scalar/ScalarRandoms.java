package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Randoms;
import io.gatun.kernel.View;
import io.gatun.tensor.RandomKey;

/// The reference kernels of [Randoms].
final class ScalarRandoms implements Randoms {

    @Override
    public void uniform(RandomKey key, View y) {
        throw new UnsupportedOperationException("uniform");
    }

    @Override
    public void normal(RandomKey key, View y) {
        throw new UnsupportedOperationException("normal");
    }

    @Override
    public void dropout(RandomKey key, double p, View x, View y) {
        throw new UnsupportedOperationException("dropout");
    }
}
