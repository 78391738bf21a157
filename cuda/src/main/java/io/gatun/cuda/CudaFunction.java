package io.gatun.cuda;

import java.util.List;
import java.util.Optional;

/// A kernel, with what the driver knows of it.
final class CudaFunction {

    /// Attributes of `cuFuncGetAttribute`, as numbered in cuda.h.
    private static final int MAX_THREADS = 0;

    private static final int REGISTERS = 4;
    private static final int MAX_DYNAMIC_SHARED = 8;

    private final DriverModules driver;
    private final long handle;
    private final String name;
    private final Optional<List<Long>> parameters;

    CudaFunction(DriverModules driver, long handle, String name) {
        this.driver = driver;
        this.handle = handle;
        this.name = name;
        this.parameters = driver.funcGetParamInfo(handle);
    }

    long handle() {
        return handle;
    }

    String name() {
        return name;
    }

    DriverModules driver() {
        return driver;
    }

    /// Returns the bytes of each parameter, or nothing if the driver cannot tell.
    Optional<List<Long>> parameters() {
        return parameters;
    }

    /// Returns how many threads a block may have at most.
    int maxThreads() {
        return driver.funcGetAttribute(MAX_THREADS, handle);
    }

    /// Returns how many registers a thread uses.
    int registers() {
        return driver.funcGetAttribute(REGISTERS, handle);
    }

    /// Returns how many bytes of dynamic shared memory a block may have at most.
    int maxShared() {
        return driver.funcGetAttribute(MAX_DYNAMIC_SHARED, handle);
    }

    /// Allows blocks with up to `bytes` bytes of dynamic shared memory: more than 48 KiB have to be asked for.
    void allowShared(int bytes) {
        driver.funcSetAttribute(handle, MAX_DYNAMIC_SHARED, bytes);
    }
}
