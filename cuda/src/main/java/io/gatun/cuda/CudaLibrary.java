package io.gatun.cuda;

import java.util.List;

/// The libraries of CUDA that Gatun calls.
public enum CudaLibrary {
    /// The driver, which comes with the graphics driver and not with the toolkit.
    DRIVER("driver", "", "libcuda.so.1"),
    /// The run-time compiler for kernels.
    NVRTC("nvrtc", "libnvrtc-builtins.so.*", "libnvrtc.so.13", "libnvrtc.so.12"),
    /// Matrix products.
    CUBLAS_LT("cublasLt", "", "libcublasLt.so.13", "libcublasLt.so.12"),
    /// Collectives over several devices.
    NCCL("nccl", "", "libnccl.so.2"),
    /// Primitives for neural networks.
    CUDNN("cudnn", "", "libcudnn.so.9");

    private final String label;
    private final String sibling;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> files;

    CudaLibrary(String label, String sibling, String... files) {
        this.label = label;
        this.sibling = sibling;
        this.files = List.of(files);
    }

    /// Returns the name that stands in reports and in the property `cuda.NAME.path`.
    public String label() {
        return label;
    }

    /// Returns the file names to try, best first, on a driver for CUDA `major` (0 where there is none). A
    /// library of a later major version than the driver's would load, and fail when it is called.
    List<String> files(int major) {
        List<String> fitting = files.stream()
                .filter(file -> major != 12 || !file.endsWith(".13"))
                .toList();
        return fitting.isEmpty() ? files : fitting;
    }

    /// Returns a glob for a library beside it which it opens at run time by its bare name, so that it must be
    /// loaded by path before; empty if there is none.
    String sibling() {
        return sibling;
    }
}
