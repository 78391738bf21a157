package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// A block of a device's memory. Whoever allocated it closes it; work that is still to use it must have been put on
/// its stream before.
///
/// Copies to and from the host take native segments. Those with a stream return at once: the host's segment must live,
/// and
/// keep what it holds, until the stream has come so far.
final class DeviceMemory implements AutoCloseable {

    private final DriverMemory driver;
    private final long address;
    private final long bytes;
    private final long stream; // that it is freed on, or 0 if freeing waits for the device
    private boolean closed;

    private DeviceMemory(DriverMemory driver, long address, long bytes, long stream) {
        this.driver = driver;
        this.address = address;
        this.bytes = bytes;
        this.stream = stream;
    }

    static DeviceMemory allocate(DriverMemory driver, long bytes) {
        return new DeviceMemory(driver, driver.memAlloc(bytes), bytes, 0);
    }

    static DeviceMemory allocate(DriverMemory driver, long bytes, long stream) {
        return new DeviceMemory(driver, driver.memAllocAsync(bytes, stream), bytes, stream);
    }

    /// Returns where the block begins on the device.
    ///
    /// @throws IllegalStateException if it has been closed
    long address() {
        if (closed) {
            throw new IllegalStateException("device memory: expected an open block, got one that has been closed");
        }
        return address;
    }

    /// Returns its size in bytes.
    long bytes() {
        return bytes;
    }

    /// Copies all of `from` to the block's beginning, and waits.
    void copyFrom(MemorySegment from) {
        expectFits("copy from the host", from.byteSize());
        driver.memcpyHtoD(address(), from);
    }

    /// Copies all of `from` to the block's beginning when the stream comes to it.
    void copyFrom(MemorySegment from, CudaStream on) {
        expectFits("copy from the host", from.byteSize());
        driver.memcpyHtoDAsync(address(), from, on.handle());
    }

    /// Copies another block to this one's beginning when the stream comes to it.
    void copyFrom(DeviceMemory from, CudaStream on) {
        expectFits("copy within the device", from.bytes);
        driver.memcpyDtoDAsync(address(), from.address(), from.bytes, on.handle());
    }

    /// Copies another block to this one's beginning, and waits.
    void copyFrom(DeviceMemory from) {
        expectFits("copy within the device", from.bytes);
        driver.memcpyDtoD(address(), from.address(), from.bytes);
    }

    /// Fills all of `to` from the block's beginning, and waits.
    void copyTo(MemorySegment to) {
        expectFits("copy to the host", to.byteSize());
        driver.memcpyDtoH(to, address());
    }

    /// Fills all of `to` from the block's beginning when the stream comes to it.
    void copyTo(MemorySegment to, CudaStream on) {
        expectFits("copy to the host", to.byteSize());
        driver.memcpyDtoHAsync(to, address(), on.handle());
    }

    /// Sets every byte when the stream comes to it.
    void fill(byte value, CudaStream on) {
        driver.memsetD8Async(address(), value, bytes, on.handle());
    }

    /// Sets every word of 32 bits when the stream comes to it.
    void fill(int value, CudaStream on) {
        if (bytes % Integer.BYTES != 0) {
            throw new IllegalArgumentException(
                    "fill: expected a block of whole 32-bit words, got %d bytes".formatted(bytes));
        }
        driver.memsetD32Async(address(), value, bytes / Integer.BYTES, on.handle());
    }

    private void expectFits(String operation, long size) {
        if (size > bytes) {
            throw new IllegalArgumentException(
                    "%s: expected at most %d bytes, the size of the block, got %d".formatted(operation, bytes, size));
        }
    }

    /// Frees the block, once; closing again does nothing.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (stream == 0) {
            driver.memFree(address);
        } else {
            driver.memFreeAsync(address, stream);
        }
    }
}
