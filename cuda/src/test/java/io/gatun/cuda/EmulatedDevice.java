package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

/// The device of the emulated driver, found as a real one is, opened for one test.
final class EmulatedDevice implements AutoCloseable {

    private final Arena arena = Arena.ofConfined();
    private final NativeFunction reset;
    private final CudaContext context;

    EmulatedDevice() {
        this(Emulator.ofBuild().driver());
    }

    EmulatedDevice(Path driver) {
        Map<String, String> properties = Map.of("cuda.driver.path", driver.toString());
        NativeLibrary library = new LibrarySearch(properties::get, _ -> null)
                .open(CudaLibrary.DRIVER, 0)
                .library()
                .orElseThrow();
        reset = new NativeFunction(library, "cuemuReset()");
        reset.none();
        context = CudaContext.open(new Driver(library), 0);
    }

    CudaContext context() {
        return context;
    }

    /// Loads `kernels.cu` of the test's resources.
    CudaModule kernels() {
        return load(Emulator.ofBuild().module(Emulator.kernels("kernels.cu")));
    }

    /// Loads an image of kernels.
    CudaModule load(byte... image) {
        return context.load(arena.allocateFrom(JAVA_BYTE, image));
    }

    /// Returns a host segment with these values, which lives as long as this.
    MemorySegment host(float... values) {
        return arena.allocateFrom(JAVA_FLOAT, values);
    }

    /// Returns device memory with these values.
    DeviceMemory device(float... values) {
        DeviceMemory memory = context.allocate((long) values.length * Float.BYTES);
        memory.copyFrom(host(values));
        return memory;
    }

    /// Returns what device memory holds, without waiting for any stream.
    float[] read(DeviceMemory memory) {
        MemorySegment host = arena.allocate(memory.bytes(), Float.BYTES);
        memory.copyTo(host);
        return host.toArray(JAVA_FLOAT);
    }

    /// Forgets what a test has done to the device on purpose.
    @Override
    public void close() {
        reset.none();
        context.close();
        arena.close();
    }
}
