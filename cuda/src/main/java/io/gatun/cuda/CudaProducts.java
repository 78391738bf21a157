package io.gatun.cuda;

import io.gatun.kernel.Products;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import java.util.Optional;

/// Hands products to cuBLASLt where it is there and has an algorithm; the others launch products.cu.
final class CudaProducts implements Products {

    private static final String FAMILY = "products";
    private static final int TILE = 64; // of products.cu
    private static final int THREADS = 256;
    private static final int WARPS = 4; // results of a block of matmul_scaled
    private static final int MAX_GRID = 65_535; // along y and z

    private final Launcher launcher;
    private final Optional<LtProducts> library;

    CudaProducts(Launcher launcher, Optional<LtProducts> library) {
        this.launcher = launcher;
        this.library = library;
    }

    @Override
    public void matmul(View a, View b, View c) {
        if (c.size() == 0) {
            return;
        }
        int m = c.dim(-2);
        int n = c.dim(-1);
        Walk batch = Walk.over("matmul", corners(c), corners(a), corners(b));
        if (library.isPresent() && library.get().multiply(a, b, c, batch)) {
            return;
        }
        Launch launch = launcher.begin(FAMILY, Launcher.named(Launcher.named("matmul", a.dtype()), b.dtype()));
        launch.view(a).view(b).view(c).type(a.dtype()).type(b.dtype());
        launch.int32(m).int32(n).int32(a.dim(-1)).struct(strides(a, b)).struct(batch);
        int tiles = Math.ceilDiv(m, TILE);
        if (tiles > MAX_GRID) {
            throw new IllegalArgumentException("matmul: expected at most " + MAX_GRID * TILE
                    + " rows on a CUDA device without cuBLASLt, got " + m);
        }
        int batches = (int) Math.min(batch.size(), MAX_GRID);
        launcher.run(launch, new LaunchShape(Math.ceilDiv(n, TILE), tiles, batches, THREADS, 1, 1, 0));
    }

    /// Returns the first elements of a view's matrices: to walk them is to walk the batch.
    private static View corners(View x) {
        return x.slice(-1, 0, 1).slice(-2, 0, 1);
    }

    @Override
    public void matmulScaled(View a, View b, View scales, View c) {
        if (c.size() == 0) {
            return;
        }
        int n = c.dim(1);
        DType dtype = a.dtype();
        Launch launch = launcher.begin(FAMILY, "matmul_scaled" + types(dtype, scales.dtype()));
        launch.view(a).view(b).view(scales).view(c).type(dtype).type(scales.dtype());
        launch.int32(c.dim(0)).int32(n).int32(a.dim(1));
        launcher.run(
                launch, new LaunchShape(Math.ceilDiv(n, WARPS), Math.min(c.dim(0), MAX_GRID), 1, 32 * WARPS, 1, 1, 0));
    }

    /// Returns the types in the name of the kernel; pairs without one of their own share one.
    private static String types(DType dtype, DType scales) {
        boolean own = dtype == scales && dtype != DType.F64 || dtype == DType.BF16 && scales == DType.F32;
        return own ? Launcher.named(Launcher.named("", dtype), scales) : "_any_any";
    }

    /// Returns `struct Strides` of products.cu: down and along each operand.
    private static Launch.Struct strides(View a, View b) {
        return Launch.Struct.int64s(a.stride(-2), a.stride(-1), b.stride(-2), b.stride(-1));
    }
}
