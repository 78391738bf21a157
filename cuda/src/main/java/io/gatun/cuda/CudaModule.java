package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// Kernels loaded into a context.
final class CudaModule implements AutoCloseable {

    private final DriverModules driver;
    private final long handle;

    CudaModule(Driver driver, MemorySegment image) {
        this.driver = driver.modules();
        this.handle = this.driver.moduleLoadData(image);
    }

    /// Returns the kernel of this name.
    CudaFunction function(String name) {
        return new CudaFunction(driver, driver.moduleGetFunction(handle, name), name);
    }

    /// Unloads the kernels: none of them may be launched any more.
    @Override
    public void close() {
        driver.moduleUnload(handle);
    }
}
