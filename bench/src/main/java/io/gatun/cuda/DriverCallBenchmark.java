package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import jcuda.driver.CUcontext;
import jcuda.driver.JCudaDriver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What a cheap call of the CUDA driver costs from Java: by FFM, as Gatun makes it, and by JNI, as JCuda does. Both
/// reach the same driver, that of `cuda.driver.path` if it is set, and launch a kernel of `cuda.kernels.path`.
///
/// It is in the package of what it calls, which is nobody else's business; this module is on the class path.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 2, // forks differ more than iterations
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class DriverCallBenchmark {

    private static final int LAUNCHES = 500;
    private static final LaunchShape ONE_WARP = LaunchShape.of(1, 32);

    private final MemorySegment current = Arena.ofAuto().allocate(JAVA_LONG);
    private final CUcontext currentOfJCuda = new CUcontext();
    private NativeFunction ctxGetCurrent;
    private CudaContext context;
    private CudaStream stream;
    private CudaFunction kernel;
    private JCudaCalls jcuda;

    /// Opens the device by both roads, which share its primary context.
    @Setup
    public void open() throws IOException {
        NativeLibrary library = LibrarySearch.ofSystem()
                .open(CudaLibrary.DRIVER, 0)
                .library()
                .orElseThrow(() -> new CudaException("expected an NVIDIA driver, or an emulated one as"
                        + " -Dcuda.driver.path=cuda/target/emulator/libcuda.so.1, found none"));
        byte[] image = KernelImages.ofSystem().image("rows");
        ctxGetCurrent = new NativeFunction(library, "cuCtxGetCurrent(context)");
        context = CudaContext.open(new Driver(library), 0);
        stream = context.stream();
        kernel = context.load(Arena.global().allocateFrom(JAVA_BYTE, image)).function(JCudaCalls.KERNEL);
        jcuda = new JCudaCalls(image);
    }

    /// The thread that measures may be another than the one that opened the device.
    @Setup(Level.Iteration)
    public void enter() {
        context.makeCurrent();
    }

    /// Lets launches run that the one before has queued, outside of what is timed.
    @State(Scope.Thread)
    public static class Queue {

        /// Waits for both streams.
        @Setup(Level.Invocation)
        public void drain(DriverCallBenchmark calls) {
            calls.stream.synchronize();
            calls.jcuda.synchronize();
        }
    }

    /// A call that only reads.
    @Benchmark
    public long ctxGetCurrentByFfm() {
        if (ctxGetCurrent.p(current) != DriverStatus.SUCCESS) {
            throw new AssertionError();
        }
        return current.get(JAVA_LONG, 0);
    }

    /// The same.
    @Benchmark
    public CUcontext ctxGetCurrentByJni() {
        JCudaDriver.cuCtxGetCurrent(currentOfJCuda);
        return currentOfJCuda;
    }

    /// A call with a handle.
    @Benchmark
    public boolean streamQueryByFfm() {
        return stream.isIdle();
    }

    /// The same.
    @Benchmark
    public boolean streamQueryByJni() {
        return jcuda.isIdle();
    }

    /// A kernel of one warp that does nothing, its four arguments written each time.
    @Benchmark
    @OperationsPerInvocation(LAUNCHES)
    public void launchByFfm(Queue queue) {
        for (int i = 0; i < LAUNCHES; i++) {
            Launch.of(kernel).int64(0).int64(0).int32(0).int32(0).run(ONE_WARP, stream);
        }
    }

    /// The same, as JCuda's samples write it: pointers to new arrays.
    @Benchmark
    @OperationsPerInvocation(LAUNCHES)
    public void launchByJni(Queue queue) {
        for (int i = 0; i < LAUNCHES; i++) {
            jcuda.launch(JCudaCalls.arguments());
        }
    }

    /// The same with arguments that are made once: no program could, but JNI's own share is seen.
    @Benchmark
    @OperationsPerInvocation(LAUNCHES)
    public void launchByJniOfKeptArguments(Queue queue) {
        for (int i = 0; i < LAUNCHES; i++) {
            jcuda.launch(jcuda.kept());
        }
    }
}
