package io.gatun.cuda;

import io.gatun.kernel.Convolutions;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Taps;

/// Convolutions: launches convolutions.cu, or hands over to [PackedConvolutions].
final class CudaConvolutions implements Convolutions {

    private static final String FAMILY = "convolutions";
    private static final int CHANNELS = 128; // of a block
    private static final int RUN = 16; // positions of a block, as in convolutions.cu
    private static final int WARPS = 4;
    private static final int LEAST_CHUNK = 64;
    private static final long ENOUGH = 1 << 10;

    private final Launcher launcher;
    private final CudaReductions reductions;
    private final PackedConvolutions packed;

    CudaConvolutions(Launcher launcher, CudaReductions reductions) {
        this.launcher = launcher;
        this.reductions = reductions;
        this.packed = new PackedConvolutions(launcher, reductions);
    }

    @Override
    public void convolve(Taps taps, View x, View w, View y) {
        slide("convolve", Filters.of(taps, x, w), x, w, y);
    }

    @Override
    public void inputGradient(Taps taps, View w, View g, View dx) {
        slide("input_gradient", Filters.of(taps, g, w), g, w, dx);
    }

    private void slide(String name, Filters filters, View x, View w, View y) {
        if (y.size() == 0) {
            return;
        }
        if (PackedConvolutions.slides(filters, y, launcher.maxShared())) {
            packed.slide(name, filters, w, y);
            return;
        }
        String kernel = Launcher.named(name, x.dtype());
        int most = Math.min(CHANNELS, Math.ceilDiv(x.dim(2), 32) * 32);
        long each = (long) filters.tapCount() * Launcher.precise(x.dtype()).bytes(); // for a thread's filter
        boolean kept = !filters.positioned() && 32 * each <= launcher.maxShared();
        int threads = kept ? (int) Math.min(most, launcher.maxShared() / each / 32 * 32) : most;
        int shared = kept ? Math.toIntExact(threads * each) : 0;
        launcher.allowShared(FAMILY, kernel, shared);
        Launch launch = launcher.begin(FAMILY, kernel);
        launch.view(x).view(w).view(y).type(x.dtype()).int32(kept ? 1 : 0).struct(filters.struct());
        LaunchShape shape = LaunchShape.of(Math.multiplyExact(x.dim(0), Math.ceilDiv(x.dim(1), RUN)), threads);
        launcher.run(launch, shape.withRows(Math.ceilDiv(x.dim(2), threads)).withShared(shared));
    }

    @Override
    public void weightGradient(Taps taps, View x, View g, View dw) {
        if (dw.size() == 0) {
            return;
        }
        Filters filters = Filters.of(taps, x, dw);
        if (PackedConvolutions.givesWeights(filters, g)) {
            packed.weightGradient(filters, g, dw);
            return;
        }
        int positions = Math.multiplyExact(x.dim(0), x.dim(1));
        if (filters.positioned()) {
            Launch launch = launcher.begin(FAMILY, Launcher.named("positioned_gradient", x.dtype()));
            launch.view(x).view(g).view(dw).type(x.dtype()).struct(filters.struct());
            launcher.run(launch, LaunchShape.of(positions, 32 * WARPS));
            return;
        }
        int chunk = Math.max(LEAST_CHUNK, Math.toIntExact(Math.ceilDiv(positions, ENOUGH)));
        int chunks = Math.max(1, Math.ceilDiv(positions, chunk));
        DType precise = Launcher.precise(x.dtype());
        try (Scratch parts = launcher.scratch(precise, chunks * dw.size())) {
            View sums = parts.view(chunks, Math.toIntExact(dw.size()));
            Launch launch = launcher.begin(FAMILY, Launcher.named("shared_gradient", x.dtype()));
            launch.view(x)
                    .view(g)
                    .view(sums)
                    .type(x.dtype())
                    .type(precise)
                    .int32(chunk)
                    .struct(filters.struct());
            launcher.run(launch, LaunchShape.of(chunks, CHANNELS).withRows(dw.dim(0)));
            reductions.sumParts(sums, dw);
        }
    }
}
