package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.gatun.tensor.DType;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Launches the kernels of a device on its stream. A family of kernels is loaded when one of it is first
/// wanted.
final class Launcher {

    private static final int THREADS = 256;
    private static final int BLOCKS_EACH = 32; // for each multiprocessor: more would have no place to run
    private static final int USUAL_SHARED = 48 * 1024;

    private final CudaContext context;
    private final CudaStream stream;
    private final KernelImages images;
    private final DevicePool pool;
    private final RoutineStages stages;
    private final LaunchProfile profile;
    private final int maxBlocks;
    private final int maxShared;
    private final Map<String, CudaModule> modules = new ConcurrentHashMap<>();
    private final Map<String, CudaFunction> functions = new ConcurrentHashMap<>();

    Launcher(
            CudaContext context,
            CudaStream stream,
            KernelImages images,
            DevicePool pool,
            RoutineStages stages,
            LaunchProfile profile) {
        this.context = context;
        this.stream = stream;
        this.images = images;
        this.pool = pool;
        this.stages = stages;
        this.profile = profile;
        this.maxBlocks = BLOCKS_EACH * context.multiprocessors();
        this.maxShared = context.sharedPerBlock();
    }

    /// Returns how the kernel for an element type is called: `softmax_f32`. Types without an entry of
    /// their own share one.
    static String named(String kernel, DType dtype) {
        return switch (dtype) {
            case F32 -> kernel + "_f32";
            case BF16 -> kernel + "_bf16";
            case F64, I32, I64, I8, U8, BOOL -> kernel + "_any";
        };
    }

    /// Returns the type in which an element type is summed, and in which scratch of it is kept.
    static DType precise(DType dtype) {
        return dtype == DType.F32 || dtype == DType.BF16 ? DType.F32 : DType.F64;
    }

    /// Begins a launch of a kernel.
    Launch begin(String family, String kernel) {
        context.enter();
        return Launch.of(function(family, kernel));
    }

    /// Begins a launch of a kernel that is compiled when it is first wanted.
    ///
    /// @param compiled makes the module that holds it
    Launch begin(String kernel, Supplier<CudaModule> compiled) {
        context.enter();
        CudaFunction known = functions.get(kernel);
        return Launch.of(
                known != null
                        ? known
                        : functions.computeIfAbsent(
                                kernel, name -> compiled.get().function(name)));
    }

    private CudaFunction function(String family, String kernel) {
        CudaFunction known = functions.get(kernel);
        return known != null
                ? known
                : functions.computeIfAbsent(kernel, name -> module(family).function(name));
    }

    private CudaModule module(String family) {
        return modules.computeIfAbsent(family, name -> {
            try (Arena arena = Arena.ofConfined()) {
                return context.load(arena.allocateFrom(
                        JAVA_BYTE,
                        images.image(
                                name, context.capability(), context.driver().driverVersion())));
            }
        });
    }

    /// Runs it with about a thread for each of `n` elements, at least one; on large tensors a thread
    /// takes several.
    void each(Launch launch, long n) {
        int threads = (int) Math.min(THREADS, Math.ceilDiv(n, 32) * 32);
        run(launch, LaunchShape.of((int) Math.min(maxBlocks, Math.ceilDiv(n, threads)), threads));
    }

    /// Runs it with a block for each of `rows` rows of `n` elements.
    void rows(Launch launch, int rows, int n) {
        run(launch, LaunchShape.of(rows, rowThreads(n)));
    }

    /// Returns the threads of a block that takes a row of `n` elements.
    static int rowThreads(int n) {
        return Math.clamp(Math.ceilDiv(n, 32) * 32L, 32, THREADS);
    }

    /// Runs it in this shape.
    void run(Launch launch, LaunchShape shape) {
        profile.time(launch.kernel(), () -> launch.run(shape, stream));
        stages.current().ifPresent(stage -> stage.work(launch.kernel(), launch.fingerprint(shape)));
    }

    /// Copies bytes within the device.
    void copy(long from, long to, long bytes) {
        context.enter();
        profile.time("a copy", () -> context.driver().memory().memcpyDtoDAsync(to, from, bytes, stream.handle()));
        stages.work("a copy", RoutineScript.fingerprint(from, to, bytes));
    }

    /// Lets blocks of a kernel have `bytes` bytes of dynamic shared memory.
    ///
    /// @param bytes [#maxShared] at most
    void allowShared(String family, String kernel, int bytes) {
        if (bytes > USUAL_SHARED) {
            context.enter();
            function(family, kernel).allowShared(bytes);
        }
    }

    /// Returns device memory for `elements` elements between two launches.
    Scratch scratch(DType dtype, long elements) {
        return new Scratch(pool, dtype, elements);
    }

    /// The bytes of shared memory that a block may have on this device.
    int maxShared() {
        return maxShared;
    }

    /// The most blocks that run at once, about.
    int maxBlocks() {
        return maxBlocks;
    }
}
