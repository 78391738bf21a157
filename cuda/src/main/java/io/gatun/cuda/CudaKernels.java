package io.gatun.cuda;

import io.gatun.kernel.Attentions;
import io.gatun.kernel.Convolutions;
import io.gatun.kernel.Elementwise;
import io.gatun.kernel.Indexing;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Products;
import io.gatun.kernel.Randoms;
import io.gatun.kernel.Reductions;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Updates;
import io.gatun.tensor.DType;
import java.util.Optional;

/// The kernels of a CUDA device. They only put work on its stream: results are there when something waits.
///
/// @param elementwise kernels of each element alone
/// @param reductions folds
/// @param products matrix products
/// @param rows kernels over rows
/// @param attentions attention
/// @param convolutions convolutions over time
/// @param indexing kernels that follow an index
/// @param randoms random fills
/// @param updates optimizer updates
record CudaKernels(
        Elementwise elementwise,
        Reductions reductions,
        Products products,
        Rows rows,
        Attentions attentions,
        Convolutions convolutions,
        Indexing indexing,
        Randoms randoms,
        Updates updates)
        implements Kernels {

    /// Creates the kernels of a device.
    static CudaKernels of(
            Launcher launcher,
            RuntimeCompiler compiler,
            IndexFaults faults,
            RandomStreams streams,
            Optional<LtProducts> products) {
        CudaElementwise elementwise = new CudaElementwise(launcher, compiler);
        CudaIndexing indexing = new CudaIndexing(launcher, faults);
        CudaReductions reductions = new CudaReductions(launcher, indexing);
        return new CudaKernels(
                elementwise,
                reductions,
                new CudaProducts(launcher, products),
                new CudaRows(launcher, reductions, faults),
                new CudaAttentions(launcher, elementwise, streams),
                new CudaConvolutions(launcher, reductions),
                indexing,
                new CudaRandoms(launcher, streams),
                new CudaUpdates(launcher));
    }

    @Override
    public String name() {
        return "cuda";
    }

    /// Every kernel takes every type it makes sense for; bfloat16 is widened when it is read.
    @Override
    public boolean computes(DType dtype) {
        return true;
    }
}
