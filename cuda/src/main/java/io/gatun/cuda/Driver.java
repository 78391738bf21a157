package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The calls of the CUDA driver that describe a machine: one method for each C function, named after it.
@SuppressWarnings("restricted") // reads the driver's own strings
final class Driver {

    /// Attributes of `cuDeviceGetAttribute`, as numbered in cuda.h.
    private static final int MULTIPROCESSOR_COUNT = 16;

    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int NAME_LENGTH = 256;

    private final NativeLibrary library;

    Driver(NativeLibrary library) {
        this.library = library;
    }

    /// Starts the driver; everything but the version asks for it.
    void init() {
        call("cuInit", "ii", 0);
    }

    /// Returns the latest CUDA version the driver supports, 12040 for 12.4.
    int driverVersion() {
        return integer("cuDriverGetVersion", "ip");
    }

    /// Returns how many devices there are.
    int deviceCount() {
        return integer("cuDeviceGetCount", "ip");
    }

    /// Describes device `index`.
    CudaDevice device(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(NAME_LENGTH);
            call("cuDeviceGet", "ipi", out, index);
            int device = out.get(JAVA_INT, 0);
            call("cuDeviceTotalMem_v2", "ipi", out, device);
            long memory = out.get(JAVA_LONG, 0);
            call("cuDeviceGetName", "ipii", out, NAME_LENGTH, device);
            String name = out.getString(0);
            String capability =
                    attribute(out, CAPABILITY_MAJOR, device) + "." + attribute(out, CAPABILITY_MINOR, device);
            return new CudaDevice(index, name, memory, capability, attribute(out, MULTIPROCESSOR_COUNT, device));
        }
    }

    private int attribute(MemorySegment out, int attribute, int device) {
        call("cuDeviceGetAttribute", "ipii", out, attribute, device);
        return out.get(JAVA_INT, 0);
    }

    private int integer(String function, String signature) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_INT);
            call(function, signature, out);
            return out.get(JAVA_INT, 0);
        }
    }

    /// Calls by name, with boxed arguments: right for a dozen calls when a process starts, wrong for any hot
    /// path.
    private void call(String function, String signature, Object... arguments) {
        int status = invoke(library.function(function, signature), arguments);
        if (status != 0) {
            throw new CudaException("%s: %s (%s, code %d)"
                    .formatted(function, text("cuGetErrorString", status), text("cuGetErrorName", status), status));
        }
    }

    private String text(String function, int status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int unknown = invoke(library.function(function, "iip"), status, out);
            MemorySegment text = out.get(ADDRESS, 0);
            return unknown != 0 || text.address() == 0
                    ? "unknown error"
                    : text.reinterpret(Long.MAX_VALUE).getString(0);
        }
    }

    private static int invoke(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e); // a C function throws nothing
        }
    }
}
