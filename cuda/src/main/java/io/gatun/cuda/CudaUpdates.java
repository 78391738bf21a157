package io.gatun.cuda;

import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Launches updates.cu, and has Adafactor launched.
final class CudaUpdates implements Updates {

    private static final String FAMILY = "updates";
    private static final int THREADS = 256;
    private static final int ELEMENTS = 16; // that a thread takes, where there are enough

    private final Launcher launcher;
    private final CudaAdafactor adafactor;

    CudaUpdates(Launcher launcher) {
        this.launcher = launcher;
        this.adafactor = new CudaAdafactor(launcher);
    }

    @Override
    public void sgd(List<Sgd> parameters, View step, double momentum) {
        update(
                "sgd",
                parameters,
                Sgd::target,
                step,
                launch -> launch.float64(momentum),
                p -> parameter(p.target(), Launch.Struct.doubles(p.decay()), p.velocity()));
    }

    @Override
    public void adam(List<Adam> parameters, View step, AdamConstants constants) {
        Launch.Struct numbers = Launch.Struct.doubles(constants.beta1(), constants.beta2(), constants.epsilon());
        update(
                "adam",
                parameters,
                Adam::target,
                step,
                launch -> launch.struct(numbers),
                p -> parameter(
                        p.target(), Launch.Struct.doubles(p.decay(), p.decoupledDecay()), p.first(), p.second()));
    }

    @Override
    public void adafactor(List<Adafactor> parameters, View step, AdafactorConstants constants) {
        adafactor.update(parameters, step, constants);
    }

    private static Many.Parameter parameter(Target target, Launch.Struct tail, View... slots) {
        List<Long> addresses = new ArrayList<>();
        addresses.add(target.parameter().address());
        addresses.add(target.gradient().address());
        for (View slot : slots) {
            addresses.add(slot == null ? 0 : slot.address());
        }
        return new Many.Parameter(addresses, target.parameter().size(), tail);
    }

    private <P> void update(
            String kernel,
            List<P> parameters,
            Function<P, Target> target,
            View step,
            Function<Launch, Launch> constants,
            Function<P, Many.Parameter> as) {
        List<P> present = parameters.stream()
                .filter(p -> target.apply(p).parameter().size() > 0)
                .toList();
        for (List<P> some : Many.launches(present)) {
            DType dtype = target.apply(some.getFirst()).parameter().dtype();
            int[] blocks = some.stream()
                    .mapToInt(p -> blocks(target.apply(p).parameter().size()))
                    .toArray();
            Many many = new Many(some.stream().map(as).toList(), blocks);
            Launch launch =
                    launcher.begin(FAMILY, Launcher.named(kernel, dtype)).struct(many);
            launcher.run(constants.apply(launch.type(dtype).view(step)), LaunchShape.of(many.blocks(), THREADS));
        }
    }

    private int blocks(long elements) {
        return Math.clamp(Math.ceilDiv(elements, THREADS * ELEMENTS), 1, launcher.maxBlocks());
    }
}
