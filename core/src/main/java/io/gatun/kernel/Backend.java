package io.gatun.kernel;

import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import java.lang.foreign.MemorySegment;

/// What a device brings: kernels, memory, and the way between its memory and Java's.
///
/// Backends beside the CPU's are opened by a [BackendProvider].
public interface Backend {

    /// Returns the device.
    Device device();

    /// Returns what computes, for people: the device, and its product's name if it is not the CPU.
    default String description() {
        return device().toString();
    }

    /// Returns its kernels.
    Kernels kernels();

    /// Returns its memory.
    Allocator allocator();

    /// Waits until all work that was begun on the device is done, and throws what went wrong in it. A
    /// device whose kernels are done when they return has nothing to wait for.
    default void await() {}

    /// Returns work as a routine, which may be recorded.
    ///
    /// @param generator where the work takes its random numbers from
    default Routine routine(Generator generator, Runnable work) {
        return Routine.plain(work);
    }

    /// Returns whether routines are recorded, so that work is worth making the same each time.
    default boolean recordsRoutines() {
        return false;
    }

    /// Copies from Java's memory to the device.
    void write(MemorySegment from, long address);

    /// Copies from the device to Java's memory, after all work on it is done.
    void read(long address, MemorySegment to);
}
