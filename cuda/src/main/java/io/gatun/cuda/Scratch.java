package io.gatun.cuda;

import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;

/// Device memory that one kernel leaves for the next. Closing gives it back in the stream's order:
/// kernels that were launched before still have it.
final class Scratch implements AutoCloseable {

    private final DevicePool pool;
    private final DType dtype;
    private final long bytes;
    private final long address;

    Scratch(DevicePool pool, DType dtype, long elements) {
        this.pool = pool;
        this.dtype = dtype;
        this.bytes = pool.sizeClass(elements * dtype.bytes());
        this.address = pool.allocate(bytes);
    }

    /// Returns where it begins.
    long address() {
        return address;
    }

    /// Returns it as a contiguous view.
    View view(int... shape) {
        return new View(address, dtype, Shape.of(shape));
    }

    @Override
    public void close() {
        pool.free(address, bytes);
    }
}
