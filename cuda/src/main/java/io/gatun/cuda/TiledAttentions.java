package io.gatun.cuda;

import io.gatun.kernel.Attentions.Gradients;
import io.gatun.kernel.Attentions.Operands;
import io.gatun.kernel.Attentions.Saved;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Launches tiledattention.cu: attention of float32 and, on tensor cores, of bfloat16.
final class TiledAttentions {

    private static final String FAMILY = "tiledattention";
    private static final int THREADS = 128;
    private static final int OWN = 64; // rows that a block owns
    private static final int TILE = 32; // rows of a tile of the other side
    private static final int NARROW = 64; // the widths that there are kernels for
    private static final int WIDE = 128;
    private static final int LEAST = 16; // queries that a warp owns: of fewer, it would mostly compute zeros

    private final Launcher launcher;

    TiledAttentions(Launcher launcher) {
        this.launcher = launcher;
    }

    /// Returns whether these operands are for the kernels here; attention.cu takes all.
    static boolean takes(Operands in) {
        DType dtype = in.q().dtype();
        boolean fits = Math.max(in.q().dim(3), in.v().dim(3)) <= WIDE && in.q().dim(1) >= LEAST;
        fits = fits && (long) in.q().dim(1) * in.keys() <= Integer.MAX_VALUE;
        return Packs.typed(dtype) && fits && rows(in.q()) && rows(in.k()) && rows(in.v());
    }

    private static boolean rows(View x) {
        return x.size() > 0 && (x.stride(3) == 1 || x.dim(3) == 1);
    }

    /// @param form `struct Form` of these operands
    /// @param logSumExp of float32
    void attend(Operands in, Launch.Struct form, View y, View logSumExp) {
        int tile = filled(in) == WIDE ? TILE : 2 * TILE; // of keys, and of values
        Kernel kernel = new Kernel("attend", in, OWN + 2 * tile);
        kernel.run(
                kernel.begin().view(y).view(logSumExp).struct(form),
                CudaAttentions.units(in),
                in.q().dim(1),
                OWN);
    }

    /// @param form `struct Form` of these operands
    /// @param out of which the bias's may be `null`, and else is of float32
    /// @param delta scratch of float32 for each query of each head
    void gradient(Operands in, Launch.Struct form, Saved saved, Gradients out, View delta) {
        Launch products =
                launcher.begin(FAMILY, Launcher.named("inner_products", in.q().dtype()));
        launcher.run(
                products.view(saved.y()).view(saved.g()).view(delta).struct(form),
                LaunchShape.covering(32 * delta.size(), THREADS));
        Launch.Struct made = Launch.Struct.int64s(
                saved.logSumExp().address(), delta.address(), saved.g().address());
        int units = CudaAttentions.units(in);
        Kernel queries = new Kernel("query_gradient", in, 2 * OWN + 2 * TILE);
        queries.run(
                queries.begin().struct(made).view(out.dq()).struct(form),
                units,
                in.q().dim(1),
                OWN);
        if (out.dBias() != null) {
            biasGradient(in, made, out.dBias(), form);
        }
        Kernel keys = new Kernel("key_gradient", in, 2 * OWN + 2 * TILE);
        keys.run(keys.begin().struct(made).view(out.dk()).view(out.dv()).struct(form), units, in.keys(), OWN);
    }

    /// A block owns a tile of the bias.
    private void biasGradient(Operands in, Launch.Struct made, View dBias, Launch.Struct form) {
        int tile = filled(in) * in.q().dtype().bytes() > 256 ? TILE : 2 * TILE; // BIASES of tiledattention.cu
        Kernel kernel = new Kernel("bias_gradient", in, 2 * OWN + 2 * tile);
        int owners = Math.multiplyExact(in.bias().dim(0), in.bias().dim(1));
        int queryTiles = Math.multiplyExact(owners, Math.ceilDiv(in.q().dim(1), OWN));
        kernel.run(kernel.begin().struct(made).view(dBias).struct(form), queryTiles, in.keys(), tile);
    }

    /// The width that the kernel fills rows up to.
    private static int filled(Operands in) {
        return Math.max(in.q().dim(3), in.v().dim(3)) <= NARROW ? NARROW : WIDE;
    }

    /// A kernel that keeps so many rows in shared memory.
    private final class Kernel {

        private final String name;
        private final Operands in;
        private final int shared;

        Kernel(String kernel, Operands in, int rows) {
            DType dtype = in.q().dtype();
            this.name = Launcher.named(kernel, dtype) + "_" + filled(in);
            this.in = in;
            this.shared = rows * (filled(in) + Packs.size(dtype)) * dtype.bytes(); // struct Tile of tiles.cuh
        }

        Launch begin() {
            launcher.allowShared(FAMILY, name, shared);
            return launcher.begin(FAMILY, name)
                    .struct(Launch.Struct.int64s(
                            Launch.pointer(in.q()),
                            Launch.pointer(in.k()),
                            Launch.pointer(in.v()),
                            Launch.pointer(in.bias()),
                            Launch.pointer(in.lengths())));
        }

        /// Runs it with a block for each `tile` of `rows` rows of each of `units` units.
        void run(Launch launch, int units, int rows, int tile) {
            int blocks = Math.multiplyExact(units, Math.ceilDiv(rows, tile));
            launcher.run(launch, LaunchShape.of(blocks, THREADS).withShared(shared));
        }
    }
}
