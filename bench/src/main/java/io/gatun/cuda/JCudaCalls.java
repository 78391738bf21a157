package io.gatun.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/// JCuda's half of [DriverCallBenchmark]: a stream and a kernel of the calling thread's context.
final class JCudaCalls {

    /// A kernel that does nothing with rows of no elements: `(x, y, type, n)`.
    static final String KERNEL = "glu_f32";

    private static final int NON_BLOCKING = 1;

    private final CUstream stream = new CUstream();
    private final CUfunction kernel = new CUfunction();
    private final Pointer kept = arguments();

    /// @param image the module of the kernel
    JCudaCalls(byte[] image) throws IOException {
        loadLibrary();
        JCudaDriver.cuStreamCreate(stream, NON_BLOCKING);
        CUmodule module = new CUmodule();
        JCudaDriver.cuModuleLoadData(module, image);
        JCudaDriver.cuModuleGetFunction(kernel, module, KERNEL);
    }

    /// JCuda writes the library that its jar holds to the folder for temporary files, and leaves it there.
    private static void loadLibrary() throws IOException {
        Path folder = Files.createTempDirectory("jcuda");
        String usual = System.setProperty("java.io.tmpdir", folder.toString());
        JCudaDriver.setExceptionsEnabled(true); // the first use of the class
        System.setProperty("java.io.tmpdir", usual);
        for (String file : folder.toFile().list()) {
            Files.delete(folder.resolve(file)); // loaded, it needs its name no more
        }
        Files.delete(folder);
    }

    static Pointer arguments() {
        Pointer x = Pointer.to(new long[] {0});
        Pointer y = Pointer.to(new long[] {0});
        return Pointer.to(x, y, Pointer.to(new int[] {0}), Pointer.to(new int[] {0}));
    }

    Pointer kept() {
        return kept;
    }

    boolean isIdle() {
        return JCudaDriver.cuStreamQuery(stream) == CUresult.CUDA_SUCCESS;
    }

    void launch(Pointer arguments) {
        JCudaDriver.cuLaunchKernel(kernel, 1, 1, 1, 32, 1, 1, 0, stream, arguments, null);
    }

    void synchronize() {
        JCudaDriver.cuStreamSynchronize(stream);
    }
}
