package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Optimizer updates of float32; other types go to the reference.
final class VectorUpdates implements Updates {

    private final Updates reference;

    VectorUpdates(Updates reference) {
        this.reference = reference;
    }

    private static boolean foreign(Target target) {
        return target.parameter().dtype() != DType.F32 || target.parameter().size() == 0;
    }

    @Override
    public void sgd(Target target, View velocity, double rate, double momentum, double decay) {
        if (foreign(target)) {
            reference.sgd(target, velocity, rate, momentum, decay);
            return;
        }
        UpdateLoops.Descent loop = new UpdateLoops.Descent((float) rate, (float) momentum, (float) decay);
        long theta = target.parameter().address();
        long g = target.gradient().address();
        Parallel.forRange(target.parameter().size(), Lanes.GRAIN, (from, to) -> {
            long at = 4 * from;
            if (velocity == null) {
                new Streams(g + at, theta + at, 0, 0).forEach(to - from, loop::plain);
            } else {
                new Streams(g + at, theta + at, velocity.address() + at, 0).forEach(to - from, loop::withMomentum);
            }
        });
    }

    @Override
    public void adam(Target target, View first, View second, Adam c) {
        if (foreign(target)) {
            reference.adam(target, first, second, c);
            return;
        }
        double correction1 = 1 - Math.pow(c.beta1(), (double) c.step());
        double correction2 = 1 - Math.pow(c.beta2(), (double) c.step());
        UpdateLoops.Adam loop = new UpdateLoops.Adam(
                (float) (c.rate() / correction1),
                (float) c.beta1(),
                (float) (1 - c.beta1()),
                (float) c.beta2(),
                (float) (1 - c.beta2()),
                (float) c.epsilon(),
                (float) (1 / Math.sqrt(correction2)),
                (float) c.decay(),
                (float) (1 - c.rate() * c.decoupledDecay()));
        long theta = target.parameter().address();
        long g = target.gradient().address();
        Parallel.forRange(target.parameter().size(), Lanes.GRAIN / 2, (from, to) -> {
            long at = 4 * from;
            new Streams(g + at, theta + at, first.address() + at, second.address() + at).forEach(to - from, loop::run);
        });
    }

    @Override
    public void adafactorFactored(Target target, View row, View column, Adafactor constants) {
        if (foreign(target)) {
            reference.adafactorFactored(target, row, column, constants);
            return;
        }
        AdafactorUpdate.factored(target, row, column, constants);
    }

    @Override
    public void adafactor(Target target, View second, Adafactor constants) {
        if (foreign(target)) {
            reference.adafactor(target, second, constants);
            return;
        }
        AdafactorUpdate.full(target, second, constants);
    }
}
