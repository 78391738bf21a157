package io.gatun.kernel;

/// Gives and takes memory of one device in reusable pieces, 64-byte aligned, contents unspecified. Thread-safe.
public interface Allocator {

    /// Returns the number of bytes a request really occupies; requests of one size share one free list.
    long sizeClass(long bytes);

    /// Returns the address of a piece of `sizeClass` bytes.
    ///
    /// @throws OutOfMemoryError if the device has no more
    long allocate(long sizeClass);

    /// Takes a piece back, to be handed out again.
    void free(long address, long sizeClass);

    /// Gives unused pieces back to the system.
    void trim();

    /// Returns how many bytes are in use by tensors.
    long usedBytes();

    /// Returns the most bytes that were in use at once since [#resetPeak()].
    long peakBytes();

    /// Lets the peak begin at what is in use now.
    void resetPeak();

    /// Returns how many bytes are held from the system, in use or ready for reuse.
    long reservedBytes();
}
