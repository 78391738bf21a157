package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// The primary context of a device: what memory, streams and modules belong to. Everybody in the process who opens the
/// same device shares it. A context is current for one platform thread at a time: a thread that did not open it calls
/// [#makeCurrent] first, and a virtual thread, which moves between platform threads, cannot use it.
final class CudaContext implements AutoCloseable {

    private static final ThreadLocal<CudaContext> CURRENT = new ThreadLocal<>();

    private final Driver driver;
    private final int device;
    private final long handle;

    private CudaContext(Driver driver, int device, long handle) {
        this.driver = driver;
        this.device = device;
        this.handle = handle;
    }

    /// Starts the driver and opens device `ordinal` for the calling thread.
    static CudaContext open(Driver driver, int ordinal) {
        driver.init();
        int device = driver.deviceGet(ordinal);
        CudaContext context = new CudaContext(driver, device, driver.primaryCtxRetain(device));
        context.makeCurrent();
        return context;
    }

    /// Makes this the context of the calling thread.
    void makeCurrent() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("CUDA: expected a platform thread, got a virtual one, which changes the"
                    + " system's thread between two calls; use a platform thread per device");
        }
        driver.ctxSetCurrent(handle);
        CURRENT.set(this);
    }

    /// Makes this the context of the calling thread, if it is not: what every call of a backend begins with.
    void enter() {
        if (CURRENT.get() != this) {
            makeCurrent();
        }
    }

    /// Returns the driver's handle of the device.
    int device() {
        return device;
    }

    /// Returns how many multiprocessors the device has.
    int multiprocessors() {
        return driver.deviceGetAttribute(Driver.MULTIPROCESSOR_COUNT, device);
    }

    /// Returns how many bytes of shared memory a block may have, static and dynamic.
    int sharedPerBlock() {
        return driver.deviceGetAttribute(Driver.SHARED_PER_BLOCK, device);
    }

    /// Returns the device's compute capability, 90 for 9.0.
    int capability() {
        return 10 * driver.deviceGetAttribute(Driver.CAPABILITY_MAJOR, device)
                + driver.deviceGetAttribute(Driver.CAPABILITY_MINOR, device);
    }

    Driver driver() {
        return driver;
    }

    /// Allocates `bytes` bytes, uninitialised.
    DeviceMemory allocate(long bytes) {
        return DeviceMemory.allocate(driver.memory(), bytes);
    }

    /// Makes a stream, which waits for no other unless told to.
    CudaStream stream() {
        return new CudaStream(driver);
    }

    /// Makes an event.
    CudaEvent event() {
        return new CudaEvent(driver.streams());
    }

    /// Loads a module.
    ///
    /// @param image PTX, ended by a zero byte, or a cubin, off the heap
    CudaModule load(MemorySegment image) {
        return new CudaModule(driver, image);
    }

    /// Waits until all work on the device has ended, and throws what went wrong in it.
    void synchronize() {
        driver.ctxSynchronize();
    }

    /// Returns how many bytes of the device's memory are free.
    long freeBytes() {
        return driver.memory().memGetInfo();
    }

    @Override
    public void close() {
        driver.primaryCtxRelease(device);
    }
}
