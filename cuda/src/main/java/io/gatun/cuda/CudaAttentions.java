package io.gatun.cuda;

import io.gatun.kernel.Attentions;
import io.gatun.kernel.Elementwise;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Attention: launches attention.cu, or hands over to [TiledAttentions].
final class CudaAttentions implements Attentions {

    private static final String FAMILY = "attention";
    private static final int OWN = 4; // rows of a block, and of a tile, as in attention.cuh
    private static final int TILE = 32;
    private static final int THREADS = 32 * OWN;

    private final Launcher launcher;
    private final Elementwise elementwise;
    private final RandomStreams streams;
    private final TiledAttentions tiled;

    CudaAttentions(Launcher launcher, Elementwise elementwise, RandomStreams streams) {
        this.launcher = launcher;
        this.elementwise = elementwise;
        this.streams = streams;
        this.tiled = new TiledAttentions(launcher);
    }

    @Override
    public void attend(Operands in, View y, View logSumExp) {
        if (logSumExp.size() == 0) {
            return;
        }
        if (TiledAttentions.takes(in)) {
            tiled.attend(in, form(in), y, logSumExp);
            return;
        }
        Launch launch = begin("attend", in);
        operands(launch, in).view(y).view(logSumExp);
        launch.type(in.q().dtype()).type(logSumExp.dtype()).struct(form(in));
        run(launch, in, units(in), in.q().dim(1));
    }

    @Override
    public void gradient(Operands in, Saved saved, Gradients out) {
        DType precise = Launcher.precise(in.q().dtype());
        int rows = Math.toIntExact(saved.logSumExp().size());
        View dBias = out.dBias();
        boolean narrow = dBias != null && dBias.dtype() != precise; // sums over the batch need more bits
        try (Scratch delta = launcher.scratch(precise, rows);
                Scratch sums = launcher.scratch(precise, rows);
                Scratch wide = launcher.scratch(precise, narrow ? dBias.size() : 0)) {
            View lse = sums.view(saved.logSumExp().shape().toArray());
            elementwise.copy(saved.logSumExp(), lse);
            Saved exact = new Saved(saved.y(), lse, saved.g());
            View biases = narrow ? wide.view(dBias.shape().toArray()) : dBias;
            if (TiledAttentions.takes(in)) {
                tiled.gradient(
                        in, form(in), exact, new Gradients(out.dq(), out.dk(), out.dv(), biases), delta.view(rows));
            } else {
                gradient(in, exact, new Gradients(out.dq(), out.dk(), out.dv(), biases), delta.view(rows));
            }
            if (narrow) {
                elementwise.copy(biases, dBias);
            }
        }
    }

    private void gradient(Operands in, Saved saved, Gradients out, View delta) {
        if (delta.size() > 0) {
            queryGradient(in, saved, out, delta);
        } else if (out.dBias() != null) {
            elementwise.fill(out.dBias(), 0);
        }
        if (in.k().dim(0) > 0 && in.keys() > 0 && in.q().dim(2) > 0) {
            keyGradient(in, saved, out, delta);
        }
    }

    private void queryGradient(Operands in, Saved saved, Gradients out, View delta) {
        View dBias = out.dBias();
        DType precise = delta.dtype();
        int batches = dBias == null ? in.q().dim(0) : dBias.dim(0);
        int heads = dBias == null ? in.q().dim(2) : dBias.dim(1);
        Launch launch = begin("query_gradient", in);
        operands(launch, in).view(saved.y()).view(saved.logSumExp()).view(saved.g());
        launch.view(out.dq()).view(dBias).view(delta).type(in.q().dtype()).type(precise);
        launch.struct(Launch.Struct.int32s(batches, heads)) // struct Owned
                .struct(form(in));
        run(launch, in, Math.multiplyExact(batches, heads), in.q().dim(1));
    }

    private void keyGradient(Operands in, Saved saved, Gradients out, View delta) {
        Launch launch = begin("key_gradient", in);
        operands(launch, in).view(saved.logSumExp()).view(delta).view(saved.g());
        launch.view(out.dk()).view(out.dv()).type(in.q().dtype()).type(delta.dtype());
        run(launch.struct(form(in)), in, units(in), in.keys());
    }

    private Launch.Struct form(Operands in) {
        return new AttentionForm(in, streams.of(in.form().key()));
    }

    /// Returns how many heads there are in all rows of the batch.
    static int units(Operands in) {
        return Math.multiplyExact(in.q().dim(0), in.q().dim(2));
    }

    private Launch begin(String name, Operands in) {
        String kernel = Launcher.named(name, in.q().dtype());
        long shared = shared(in);
        if (shared > launcher.maxShared()) {
            throw new IllegalArgumentException(
                    ("attention: expected heads for which a block's %d bytes of shared memory"
                                    + " are enough on this device, got %d and %d elements, which need %d; use more, narrower heads")
                            .formatted(
                                    launcher.maxShared(), in.q().dim(3), in.v().dim(3), shared));
        }
        launcher.allowShared(FAMILY, kernel, (int) shared);
        return launcher.begin(FAMILY, kernel);
    }

    private static Launch operands(Launch launch, Operands in) {
        return launch.view(in.q()).view(in.k()).view(in.v()).view(in.bias()).view(in.lengths());
    }

    private void run(Launch launch, Operands in, int units, int rows) {
        int blocks = Math.multiplyExact(units, Math.ceilDiv(rows, OWN));
        launcher.run(launch, LaunchShape.of(blocks, THREADS).withShared((int) shared(in)));
    }

    /// Returns the shared memory of a block: two tiles, and for each row up to two rows of either width
    /// and of a tile.
    private static long shared(Operands in) {
        long width = in.q().dim(3);
        long depth = in.v().dim(3);
        long elements = TILE * (width + 1) + TILE * (depth + 1) + OWN * 2 * (width + depth + TILE);
        return elements * Launcher.precise(in.q().dtype()).bytes();
    }
}
