/// The CUDA backend, bound through the Foreign Function and Memory API.
module io.gatun.cuda {
    requires io.gatun.core;

    exports io.gatun.cuda;

    provides io.gatun.kernel.BackendProvider with
            io.gatun.cuda.CudaProvider;
}
