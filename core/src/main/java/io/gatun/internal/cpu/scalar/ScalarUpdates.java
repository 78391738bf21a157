package io.gatun.internal.cpu.scalar;

import io.gatun.kernel.Updates;
import io.gatun.kernel.View;

/// The reference kernels of [Updates].
final class ScalarUpdates implements Updates {

    @Override
    public void sgd(Target target, View velocity, double rate, double momentum, double decay) {
        throw new UnsupportedOperationException("sgd");
    }

    @Override
    public void adam(Target target, View first, View second, Adam constants) {
        throw new UnsupportedOperationException("adam");
    }

    @Override
    public void adafactorFactored(Target target, View row, View column, Adafactor constants) {
        throw new UnsupportedOperationException("adafactorFactored");
    }

    @Override
    public void adafactor(Target target, View second, Adafactor constants) {
        throw new UnsupportedOperationException("adafactor");
    }
}
