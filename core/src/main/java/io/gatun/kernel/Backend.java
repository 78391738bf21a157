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

    /// Copies from Java's memory to the device.
    void write(MemorySegment from, long address);

    /// Copies from the device to Java's memory, after all work on it is done.
    void read(long address, MemorySegment to);
}
