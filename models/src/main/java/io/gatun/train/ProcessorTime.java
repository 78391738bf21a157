package io.gatun.train;

import io.gatun.tensor.Device;
import io.gatun.tensor.Threads;
import java.time.Duration;
import java.util.OptionalDouble;

/// The processor time of this process, set against the threads that compute.
///
/// @param threads how many compute
record ProcessorTime(int threads) {

    /// @param device what computes: a GPU is led by a single thread, which waits for it without resting
    static ProcessorTime on(Device device) {
        return new ProcessorTime(device.isCpu() ? Threads.get() : 1);
    }

    /// Returns seconds of all threads computing since the process began; empty where the system does not
    /// tell. (The JVM's own threads are in it: it can be a little more than the clock's time.)
    OptionalDouble seconds() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .map(nanos -> OptionalDouble.of(nanos / 1e9 / threads))
                .orElse(OptionalDouble.empty());
    }
}
