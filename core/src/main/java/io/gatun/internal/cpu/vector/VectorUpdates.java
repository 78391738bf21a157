package io.gatun.internal.cpu.vector;

import io.gatun.internal.parallel.Parallel;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Optimizer updates of float32; other types go to the reference.
final class VectorUpdates implements Updates {

    private final Updates reference;

    VectorUpdates(Updates reference) {
        this.reference = reference;
    }

    private static boolean foreign(List<Target> targets) {
        return targets.isEmpty() || targets.getFirst().parameter().dtype() != DType.F32;
    }

    private static double number(View step, int i) {
        return Lanes.bytes(step.address(), Double.BYTES * step.size()).getAtIndex(ValueLayout.JAVA_DOUBLE, i);
    }

    @Override
    public void sgd(List<Sgd> parameters, View step, double momentum) {
        if (foreign(parameters.stream().map(Sgd::target).toList())) {
            reference.sgd(parameters, step, momentum);
            return;
        }
        double rate = number(step, 0);
        for (Sgd parameter : parameters) {
            sgd(
                    parameter.target(),
                    parameter.velocity(),
                    new UpdateLoops.Descent((float) rate, (float) momentum, (float) parameter.decay()));
        }
    }

    private static void sgd(Target target, View velocity, UpdateLoops.Descent loop) {
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
    public void adam(List<Adam> parameters, View step, AdamConstants c) {
        if (foreign(parameters.stream().map(Adam::target).toList())) {
            reference.adam(parameters, step, c);
            return;
        }
        double rate = number(step, 0);
        for (Adam parameter : parameters) {
            UpdateLoops.Adam loop = new UpdateLoops.Adam(
                    (float) (rate / number(step, 1)),
                    (float) c.beta1(),
                    (float) (1 - c.beta1()),
                    (float) c.beta2(),
                    (float) (1 - c.beta2()),
                    (float) c.epsilon(),
                    (float) (1 / Math.sqrt(number(step, 2))),
                    (float) parameter.decay(),
                    (float) (1 - rate * parameter.decoupledDecay()));
            adam(parameter, loop);
        }
    }

    private static void adam(Adam parameter, UpdateLoops.Adam loop) {
        long theta = parameter.target().parameter().address();
        long g = parameter.target().gradient().address();
        long first = parameter.first().address();
        long second = parameter.second().address();
        Parallel.forRange(parameter.target().parameter().size(), Lanes.GRAIN / 2, (from, to) -> {
            long at = 4 * from;
            new Streams(g + at, theta + at, first + at, second + at).forEach(to - from, loop::run);
        });
    }

    @Override
    public void adafactor(List<Adafactor> parameters, View step, AdafactorConstants constants) {
        if (foreign(parameters.stream().map(Adafactor::target).toList())) {
            reference.adafactor(parameters, step, constants);
            return;
        }
        AdafactorUpdate.Step at = new AdafactorUpdate.Step(number(step, 0), number(step, 1), constants);
        for (Adafactor parameter : parameters) {
            if (parameter.target().parameter().size() == 0) {
                continue;
            }
            if (parameter.column() == null) {
                AdafactorUpdate.full(parameter.target(), parameter.second(), at);
            } else {
                AdafactorUpdate.factored(parameter.target(), parameter.second(), parameter.column(), at);
            }
        }
    }
}
