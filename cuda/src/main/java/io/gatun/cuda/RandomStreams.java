package io.gatun.cuda;

import io.gatun.tensor.RandomKey;
import java.lang.foreign.MemorySegment;

/// Where kernels find which stream of random numbers is theirs, `struct RandomStream` of philox.cuh.
/// Those of a routine count from a base in the device's memory, so that the same kernels take the next
/// streams when they run again.
final class RandomStreams {

    private final Staging staging;
    private final DeviceMemory cell;
    private boolean counting;
    private long base;

    RandomStreams(CudaContext context, Staging staging) {
        this.staging = staging;
        this.cell = context.allocate(Long.BYTES);
    }

    /// Returns a stream as kernels take it.
    Launch.Struct of(RandomKey key) {
        return counting
                ? Launch.Struct.int64s(key.seed(), key.stream() - base, cell.address())
                : Launch.Struct.int64s(key.seed(), key.stream(), 0);
    }

    /// Runs work whose streams are counted from `first`.
    void from(long first, Runnable work) {
        staging.write(MemorySegment.ofArray(new long[] {first}), cell.address());
        base = first;
        counting = true;
        try {
            work.run();
        } finally {
            counting = false;
        }
    }
}
