package io.gatun.cuda;

import io.gatun.kernel.Allocator;
import io.gatun.kernel.Backend;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Routine;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A CUDA device. All its work goes through one stream, in order: nothing waits but a copy to the host.
/// It is open as long as the process lives.
final class CudaBackend implements Backend {

    private static final String TF32 = "cuda.tf32";

    private final Device device;
    private final CudaContext context;
    private final boolean tf32;
    private final CudaStream stream;
    private final DevicePool pool;
    private final Staging staging;
    private final IndexFaults faults;
    private final RoutineStages stages = new RoutineStages();
    private final CudaRoutine.Parts routines;
    private final LaunchProfile profile;
    private final Kernels kernels;

    /// @param cublasLt the library for products, if it was found
    CudaBackend(Device device, CudaContext context, KernelImages images, Optional<CublasLt> cublasLt) {
        this.device = device;
        this.context = context;
        this.tf32 = tf32(cublasLt.isPresent());
        stream = context.stream();
        pool = new DevicePool(context, stream, stages);
        staging = new Staging(context, stream);
        RandomStreams randoms = new RandomStreams(context, staging);
        routines = new CudaRoutine.Parts(context, stream, pool, staging, randoms, stages, new RoutineMemory(pool));
        faults = new IndexFaults(context);
        profile = LaunchProfile.ofSystem(context, stream, description());
        Optional<LtProducts> products =
                cublasLt.map(library -> new LtProducts(library, context, stream, stages, profile, tf32));
        kernels = CudaKernels.of(
                new Launcher(context, stream, images, pool, stages, profile),
                new RuntimeCompiler(context, LibrarySearch.ofSystem()),
                faults,
                randoms,
                products);
    }

    /// Returns whether products of float32 may be rounded to TF32, as the property `cuda.tf32` says.
    ///
    /// @param library whether there is cuBLASLt, which alone can do so
    private static boolean tf32(boolean library) {
        String asked = System.getProperty(TF32, "false");
        if (!asked.equals("false") && !(asked.equals("true") && library)) {
            throw new IllegalArgumentException(
                    "-D" + TF32 + ": expected true or false, and true only where cuBLASLt was"
                            + " found (gatun info tells), got " + asked + (library ? "" : " without cuBLASLt"));
        }
        return asked.equals("true");
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public String description() {
        return device + ", " + context.driver().deviceGetName(context.device()) + (tf32 ? ", TF32" : "");
    }

    @Override
    public Kernels kernels() {
        return kernels;
    }

    @Override
    public Allocator allocator() {
        return pool;
    }

    @Override
    public void await() {
        stages.current().ifPresent(RoutineStage::read);
        context.enter();
        stream.synchronize();
        faults.check();
    }

    @Override
    public Routine routine(Generator generator, Runnable work) {
        return new CudaRoutine(routines, generator, work);
    }

    @Override
    public boolean recordsRoutines() {
        return !profile.isOn(); // within a graph nothing is timed
    }

    @Override
    public void write(MemorySegment from, long address) {
        context.enter();
        if (!stages.write(from, address)) {
            staging.write(from, address);
        }
    }

    /// @throws IndexOutOfBoundsException if an index was out of range in any kernel since the last time
    /// @throws CudaException if a kernel failed
    @Override
    public void read(long address, MemorySegment to) {
        stages.current().ifPresent(RoutineStage::read);
        context.enter();
        staging.read(address, to);
        faults.check();
    }
}
