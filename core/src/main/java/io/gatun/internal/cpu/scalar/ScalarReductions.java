package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Reductions;
import io.gatun.kernel.View;

/// The reference kernels of [Reductions].
final class ScalarReductions implements Reductions {

    @Override
    public void reduce(Kind kind, View x, View y) {
        throw new UnsupportedOperationException("reduce");
    }

    @Override
    public void argMax(View x, View y) {
        throw new UnsupportedOperationException("argMax");
    }

    @Override
    public void cumulativeSum(View x, View y, boolean reverse) {
        throw new UnsupportedOperationException("cumulativeSum");
    }

    @Override
    public void topK(View x, View values, View indices) {
        throw new UnsupportedOperationException("topK");
    }
}
