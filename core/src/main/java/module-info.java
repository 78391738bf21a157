/// Tensors, ops and the CPU kernels. Depends on nothing but the JDK.
@SuppressWarnings("module") // the qualified exports name modules that are compiled after this one
module io.gatun.core {
    requires jdk.incubator.vector;

    exports io.gatun.json;
}
