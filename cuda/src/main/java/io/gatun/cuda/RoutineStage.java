package io.gatun.cuda;

import java.lang.foreign.MemorySegment;

/// What becomes of the things that a routine asks of the device while it runs for the first times. Once
/// it is recorded, it asks for nothing.
interface RoutineStage {

    /// Returns device memory.
    long allocate(long bytes);

    /// Takes device memory back.
    void free(long address, long bytes);

    /// Is told of work that was put on the stream.
    ///
    /// @param what what it is called
    /// @param fingerprint a number that differs, but for rare chance, if its arguments do
    void work(String what, long fingerprint);

    /// Copies to the device.
    void write(MemorySegment from, long address);

    /// Refuses to read from the device: work that is recorded runs when Java has gone on.
    default void read() {
        throw new IllegalStateException(
                "routine: its work reads a result back from the device while it runs; assign what is"
                        + " wanted to a tensor that was made outside, and read that afterwards");
    }
}
