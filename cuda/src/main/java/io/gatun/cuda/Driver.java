package io.gatun.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The CUDA driver: one method for each C function, named after it, here those for the machine, its devices and
/// contexts; the other families have classes of their own. Each throws a [CudaException] with the call, its arguments
/// and the
/// driver's words.
final class Driver {

    /// Attributes of `cuDeviceGetAttribute`, as numbered in cuda.h.
    static final int WARP_SIZE = 10;

    static final int MULTIPROCESSOR_COUNT = 16;
    static final int CAPABILITY_MAJOR = 75;
    static final int CAPABILITY_MINOR = 76;
    static final int SHARED_PER_BLOCK = 97; // for kernels that ask for it

    private static final int NAME_LENGTH = 256;

    private final DriverStatus status;
    private final DriverMemory memory;
    private final DriverStreams streams;
    private final DriverModules modules;
    private final DriverGraphs graphs;
    private final NativeFunction init;
    private final NativeFunction driverVersion;
    private final NativeFunction deviceGetCount;
    private final NativeFunction deviceGet;
    private final NativeFunction deviceGetName;
    private final NativeFunction deviceTotalMem;
    private final NativeFunction deviceGetAttribute;
    private final NativeFunction primaryCtxRetain;
    private final NativeFunction primaryCtxRelease;
    private final NativeFunction ctxSetCurrent;
    private final NativeFunction ctxSynchronize;

    Driver(NativeLibrary library) {
        status = new DriverStatus(library);
        memory = new DriverMemory(library, status);
        streams = new DriverStreams(library, status);
        modules = new DriverModules(library, status);
        graphs = new DriverGraphs(library, status);
        init = new NativeFunction(library, "cuInit(flags)");
        driverVersion = new NativeFunction(library, "cuDriverGetVersion(version)");
        deviceGetCount = new NativeFunction(library, "cuDeviceGetCount(count)");
        deviceGet = new NativeFunction(library, "cuDeviceGet(device, ordinal)");
        deviceGetName = new NativeFunction(library, "cuDeviceGetName(name, length, device)");
        deviceTotalMem = new NativeFunction(library, "cuDeviceTotalMem_v2(bytes, device)");
        deviceGetAttribute = new NativeFunction(library, "cuDeviceGetAttribute(value, attribute, device)");
        primaryCtxRetain = new NativeFunction(library, "cuDevicePrimaryCtxRetain(context, device)");
        primaryCtxRelease = new NativeFunction(library, "cuDevicePrimaryCtxRelease_v2(device)");
        ctxSetCurrent = new NativeFunction(library, "cuCtxSetCurrent(context)");
        ctxSynchronize = new NativeFunction(library, "cuCtxSynchronize()");
    }

    DriverMemory memory() {
        return memory;
    }

    DriverStreams streams() {
        return streams;
    }

    DriverModules modules() {
        return modules;
    }

    DriverGraphs graphs() {
        return graphs;
    }

    /// Starts the driver; everything but the version asks for it.
    void init() {
        status.check(init.i(0), init, 0);
    }

    /// Returns the latest CUDA version the driver supports, 12040 for 12.4.
    int driverVersion() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(JAVA_INT);
            status.check(driverVersion.p(version), driverVersion, version);
            return version.get(JAVA_INT, 0);
        }
    }

    /// Returns how many devices there are.
    int deviceGetCount() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            status.check(deviceGetCount.p(count), deviceGetCount, count);
            return count.get(JAVA_INT, 0);
        }
    }

    /// Returns the handle of device `ordinal`.
    int deviceGet(int ordinal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment device = arena.allocate(JAVA_INT);
            status.check(deviceGet.pi(device, ordinal), deviceGet, device, ordinal);
            return device.get(JAVA_INT, 0);
        }
    }

    /// Returns a device's product name.
    String deviceGetName(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_LENGTH);
            status.check(deviceGetName.pii(name, NAME_LENGTH, device), deviceGetName, name, NAME_LENGTH, device);
            return name.getString(0);
        }
    }

    /// Returns the bytes of memory of a device.
    long deviceTotalMem(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            status.check(deviceTotalMem.pi(bytes, device), deviceTotalMem, bytes, device);
            return bytes.get(JAVA_LONG, 0);
        }
    }

    /// Returns an attribute of a device.
    int deviceGetAttribute(int attribute, int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            int result = deviceGetAttribute.pii(value, attribute, device);
            status.check(result, deviceGetAttribute, value, attribute, device);
            return value.get(JAVA_INT, 0);
        }
    }

    /// Returns the context that everybody in this process uses on the device, and keeps it until it is released.
    long primaryCtxRetain(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment context = arena.allocate(JAVA_LONG);
            status.check(primaryCtxRetain.pi(context, device), primaryCtxRetain, context, device);
            return context.get(JAVA_LONG, 0);
        }
    }

    void primaryCtxRelease(int device) {
        status.check(primaryCtxRelease.i(device), primaryCtxRelease, device);
    }

    /// Makes a context that of the calling thread.
    void ctxSetCurrent(long context) {
        status.check(ctxSetCurrent.l(context), ctxSetCurrent, context);
    }

    /// Waits until all work in the calling thread's context has ended.
    void ctxSynchronize() {
        status.check(ctxSynchronize.none(), ctxSynchronize);
    }
}
