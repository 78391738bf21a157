/// The CUDA backend, bound through the Foreign Function and Memory API.
module io.gatun.cuda {
    requires io.gatun.core;

    exports io.gatun.cuda;
}
