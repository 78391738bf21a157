/// Tensors, ops and the CPU kernels. Depends on nothing but the JDK.
@SuppressWarnings("module") // the qualified exports name modules that are compiled after this one
module io.gatun.core {
    requires jdk.incubator.vector;

    exports io.gatun.file;
    exports io.gatun.json;
    exports io.gatun.safetensors;
    exports io.gatun.tensor;
    exports io.gatun.op to
            io.gatun.autograd,
            io.gatun.models,
            io.gatun.cuda,
            io.gatun.cli,
            io.gatun.bench;
    exports io.gatun.catalogue to
            io.gatun.autograd,
            io.gatun.cuda,
            io.gatun.cli,
            io.gatun.bench;
    exports io.gatun.kernel to
            io.gatun.autograd,
            io.gatun.models,
            io.gatun.cuda,
            io.gatun.cli,
            io.gatun.bench;

    uses io.gatun.kernel.BackendProvider;
}
