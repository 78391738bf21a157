package io.gatun.cuda;

import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Launches packedconvolutions.cu: convolutions of channels that are whole packs.
final class PackedConvolutions {

    private static final String FAMILY = "packedconvolutions";
    private static final int EACH = 4; // as in packedconvolutions.cu
    private static final int LINES = 8;
    private static final int PACKS = 32;
    private static final int GROUP = 8;
    private static final int MOST_RUN = 256; // positions of a block
    private static final int BLOCKS = 4096; // more are made longer instead
    private static final int LEAST_CHUNK = 64;
    private static final int MOST_CHUNKS = 256;
    private static final int ENOUGH = 2048; // blocks: more chunks would take more scratch, and no less time
    private static final int FOLDING_THREADS = 128;

    private final Launcher launcher;
    private final CudaReductions reductions;

    PackedConvolutions(Launcher launcher, CudaReductions reductions) {
        this.launcher = launcher;
        this.reductions = reductions;
    }

    /// Returns whether a convolution of `x`, or the gradient of `x`, is for the kernels here.
    ///
    /// @param filters of `x`
    /// @param maxShared bytes of shared memory that a block may have
    static boolean slides(Filters filters, View y, int maxShared) {
        return filters.packed(y) && shared(filters) <= maxShared;
    }

    /// Returns whether the gradient of the filters is.
    ///
    /// @param filters of `x`
    static boolean givesWeights(Filters filters, View g) {
        int packs = filters.positioned() ? packsOfHead(filters) : 1;
        return filters.packed(g) && PACKS % packs == 0;
    }

    private static int packsOfHead(Filters filters) {
        return Math.max(1, filters.width() / filters.packSize());
    }

    private static long shared(Filters filters) {
        return filters.positioned() ? 0 : (long) filters.tapCount() * PACKS * filters.packSize() * Float.BYTES;
    }

    /// @param kernel `convolve` or `input_gradient`
    void slide(String kernel, Filters filters, View w, View y) {
        View x = filters.x();
        String name = Launcher.named("packed_" + (filters.positioned() ? "positioned_" : "") + kernel, x.dtype());
        int columns = columns(filters);
        int run = EACH * LINES;
        while (run < MOST_RUN && (long) x.dim(0) * Math.ceilDiv(x.dim(1), run) * columns > BLOCKS) {
            run *= 2;
        }
        int shared = Math.toIntExact(shared(filters));
        launcher.allowShared(FAMILY, name, shared);
        Launch launch = launcher.begin(FAMILY, name).view(x).view(w).view(y);
        int blocks = Math.multiplyExact(x.dim(0), Math.ceilDiv(x.dim(1), run));
        launcher.run(
                launch.int32(run).struct(filters.struct()),
                new LaunchShape(blocks, columns, 1, PACKS, LINES, 1, shared));
    }

    private static int columns(Filters filters) {
        return Math.ceilDiv(filters.channels(), PACKS * filters.packSize());
    }

    void weightGradient(Filters filters, View g, View dw) {
        if (filters.positioned()) {
            positionedGradient(filters, g, dw);
        } else {
            sharedGradient(filters, g, dw);
        }
    }

    private void positionedGradient(Filters filters, View g, View dw) {
        View x = filters.x();
        Launch launch = launcher.begin(FAMILY, Launcher.named("packed_positioned_gradient", x.dtype()));
        launch.view(x).view(g).view(dw).int32(packsOfHead(filters)).struct(filters.struct());
        int blocks = Math.ceilDiv(Math.multiplyExact(x.dim(0), x.dim(1)), LINES);
        launcher.run(launch, new LaunchShape(blocks, columns(filters), 1, PACKS, LINES, 1, 0));
    }

    private void sharedGradient(Filters filters, View g, View dw) {
        View x = filters.x();
        int positions = Math.multiplyExact(x.dim(0), x.dim(1));
        int groups = Math.ceilDiv(filters.tapCount(), GROUP);
        int most = Math.clamp(ENOUGH / Math.multiplyExact(groups, columns(filters)), 1, MOST_CHUNKS);
        int chunk = Math.max(LEAST_CHUNK, Math.ceilDiv(positions, most));
        int chunks = Math.max(1, Math.ceilDiv(positions, chunk));
        int sums = Math.multiplyExact(filters.tapCount(), filters.channels());
        try (Scratch parts = launcher.scratch(DType.F32, (long) chunks * sums);
                Scratch folded = launcher.scratch(DType.F32, sums)) {
            Launch launch = launcher.begin(FAMILY, Launcher.named("packed_channel_gradient", x.dtype()));
            launch.view(x).view(g).view(parts.view(chunks, sums)).int32(chunk).struct(filters.struct());
            int blocks = Math.multiplyExact(chunks, groups);
            launcher.run(launch, new LaunchShape(blocks, columns(filters), 1, PACKS, LINES, 1, 0));
            reductions.sumParts(parts.view(chunks, sums), folded.view(sums));
            Launch heads = launcher.begin(FAMILY, Launcher.named("fold_heads", x.dtype()));
            heads.view(folded.view(sums)).view(dw).struct(filters.struct());
            launcher.run(heads, LaunchShape.covering(32 * dw.size(), FOLDING_THREADS));
        }
    }
}
