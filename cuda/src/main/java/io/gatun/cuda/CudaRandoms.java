package io.gatun.cuda;

import io.gatun.kernel.Randoms;
import io.gatun.kernel.View;
import io.gatun.tensor.RandomKey;

/// Launches randoms.cu.
final class CudaRandoms implements Randoms {

    private static final String FAMILY = "randoms";
    private static final int WORDS = 4; // of a block of the generator; elements of dropout are twice as many

    private final Launcher launcher;
    private final RandomStreams streams;

    CudaRandoms(Launcher launcher, RandomStreams streams) {
        this.launcher = launcher;
        this.streams = streams;
    }

    @Override
    public void uniform(RandomKey key, View y) {
        fill("uniform", key, y);
    }

    @Override
    public void normal(RandomKey key, View y) {
        fill("normal", key, y);
    }

    /// @param y of float32: what is drawn is of no other type
    private void fill(String kernel, RandomKey key, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, Launcher.named(kernel, y.dtype()));
        launch.view(y).int64(y.size()).struct(streams.of(key));
        launcher.each(launch, Math.ceilDiv(y.size(), WORDS));
    }

    @Override
    public void dropout(RandomKey key, double p, View x, View y) {
        if (y.size() == 0) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, Launcher.named("dropout", y.dtype()));
        launch.view(x).view(y).type(y.dtype()).int64(y.size()).struct(streams.of(key));
        launch.int32(Randoms.dropped(p)).float64(Randoms.scale(p));
        launcher.each(launch, Math.ceilDiv(y.size(), 2 * WORDS));
    }
}
