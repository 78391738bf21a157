package io.gatun.kernel;

import io.gatun.tensor.Device;
import java.lang.foreign.MemorySegment;

/// What a device brings: kernels, memory, and the way between its memory and Java's.
///
/// Backends beside the CPU's are opened by a [BackendProvider].
public interface Backend {

    /// Returns the device.
    Device device();

    /// Returns its kernels.
    Kernels kernels();

    /// Returns its memory.
    Allocator allocator();

    /// Waits until all work that was begun on the device is done, and throws what went wrong in it. A device whose
    /// kernels are done when they return has nothing to wait for.
    default void await() {}

    /// Copies from Java's memory to the device.
    void write(MemorySegment from, long address);

    /// Copies from the device to Java's memory, after all work on it is done.
    void read(long address, MemorySegment to);
}
