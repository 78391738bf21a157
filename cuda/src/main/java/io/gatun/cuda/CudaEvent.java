package io.gatun.cuda;

/// A mark on a stream, for other streams or the host to wait for, and with the time at which the device came to it.
final class CudaEvent implements AutoCloseable {

    private final DriverStreams driver;
    private final long handle;

    CudaEvent(DriverStreams driver) {
        this.driver = driver;
        this.handle = driver.eventCreate();
    }

    long handle() {
        return handle;
    }

    /// Returns whether the device has come to it.
    boolean isReached() {
        return driver.eventQuery(handle);
    }

    /// Waits until the device has come to it.
    void synchronize() {
        driver.eventSynchronize(handle);
    }

    /// Returns the milliseconds from `start`, which, like this, has been reached.
    float millisecondsSince(CudaEvent start) {
        return driver.eventElapsedTime(start.handle, handle);
    }

    @Override
    public void close() {
        driver.eventDestroy(handle);
    }
}
