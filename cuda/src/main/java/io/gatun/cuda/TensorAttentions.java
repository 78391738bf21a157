package io.gatun.cuda;

import io.gatun.kernel.Attentions.Gradients;
import io.gatun.kernel.Attentions.Operands;
import io.gatun.kernel.Attentions.Saved;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;

/// Launches tensorattention.cu: attention of bfloat16 on tensor cores.
final class TensorAttentions {

    private static final String FAMILY = "tensorattention";
    private static final int THREADS = 128;
    private static final int OWN = 64; // rows that a block owns
    private static final int BIASES = 64; // keys in a tile of the gradient of the bias
    private static final int SHARED_ROWS = 4 * OWN; // of a block: no kernel has more
    private static final int NARROW = 64; // the widths that there are kernels for
    private static final int WIDE = 128;
    private static final int LEAST = 16; // queries that a warp owns: of fewer, it would mostly compute zeros

    private final Launcher launcher;

    TensorAttentions(Launcher launcher) {
        this.launcher = launcher;
    }

    /// Returns whether these operands are for the kernels here; attention.cu takes all.
    static boolean takes(Operands in) {
        boolean fits = Math.max(in.q().dim(3), in.v().dim(3)) <= WIDE && in.q().dim(1) >= LEAST;
        fits = fits && (long) in.q().dim(1) * in.keys() <= Integer.MAX_VALUE;
        return in.q().dtype() == DType.BF16 && fits && rows(in.q()) && rows(in.k()) && rows(in.v());
    }

    private static boolean rows(View x) {
        return x.size() > 0 && (x.stride(3) == 1 || x.dim(3) == 1);
    }

    /// @param form `struct Form` of these operands
    /// @param logSumExp of float32
    void attend(Operands in, Launch.Struct form, View y, View logSumExp) {
        Launch launch = begin("attend", in).view(y).view(logSumExp).struct(form);
        run(launch, in, CudaAttentions.units(in), tiles(in.q().dim(1), OWN));
    }

    /// @param form `struct Form` of these operands
    /// @param out of which the bias's may be `null`, and else is of float32
    /// @param delta scratch of float32 for each query of each head
    void gradient(Operands in, Launch.Struct form, Saved saved, Gradients out, View delta) {
        Launch products =
                launcher.begin(FAMILY, "inner_products_bf16").view(saved.y()).view(saved.g());
        launcher.run(products.view(delta).struct(form), LaunchShape.covering(32 * delta.size(), THREADS));
        Launch.Struct made = Launch.Struct.int64s(
                saved.logSumExp().address(), delta.address(), saved.g().address());
        int queryTiles = tiles(in.q().dim(1), OWN);
        run(
                begin("query_gradient", in).struct(made).view(out.dq()).struct(form),
                in,
                CudaAttentions.units(in),
                queryTiles);
        if (out.dBias() != null) {
            int owners = Math.multiplyExact(in.bias().dim(0), in.bias().dim(1));
            Launch biases = begin("bias_gradient", in).struct(made).view(out.dBias());
            run(biases.struct(form), in, owners, Math.multiplyExact(queryTiles, tiles(in.keys(), BIASES)));
        }
        Launch keys = begin("key_gradient", in).struct(made).view(out.dk()).view(out.dv());
        run(keys.struct(form), in, CudaAttentions.units(in), tiles(in.keys(), OWN));
    }

    private static int tiles(int rows, int of) {
        return Math.ceilDiv(rows, of);
    }

    /// The width that the kernel fills rows up to.
    private static int filled(Operands in) {
        return Math.max(in.q().dim(3), in.v().dim(3)) <= NARROW ? NARROW : WIDE;
    }

    private static int shared(Operands in) {
        int pitch = filled(in) + 8; // class Tile of tensor.cuh
        return SHARED_ROWS * pitch * DType.BF16.bytes();
    }

    private Launch begin(String name, Operands in) {
        String kernel = name + "_" + filled(in);
        launcher.allowShared(FAMILY, kernel, shared(in));
        return launcher.begin(FAMILY, kernel)
                .struct(Launch.Struct.int64s(
                        Launch.pointer(in.q()),
                        Launch.pointer(in.k()),
                        Launch.pointer(in.v()),
                        Launch.pointer(in.bias()),
                        Launch.pointer(in.lengths())));
    }

    private void run(Launch launch, Operands in, int units, int tiles) {
        launcher.run(
                launch,
                LaunchShape.of(Math.multiplyExact(units, tiles), THREADS).withShared(shared(in)));
    }
}
