package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Unary;

/// The reference kernels of [Elementwise].
final class ScalarElementwise implements Elementwise {

    @Override
    public void map(Unary op, View x, View y) {
        throw new UnsupportedOperationException("map");
    }

    @Override
    public void zip(Binary op, View a, View b, View y) {
        throw new UnsupportedOperationException("zip");
    }

    @Override
    public void compare(Comparison op, View a, View b, View y) {
        throw new UnsupportedOperationException("compare");
    }

    @Override
    public void where(View condition, View a, View b, View y) {
        throw new UnsupportedOperationException("where");
    }

    @Override
    public void copy(View from, View to) {
        throw new UnsupportedOperationException("copy");
    }

    @Override
    public void fill(View y, double value) {
        throw new UnsupportedOperationException("fill");
    }
}
