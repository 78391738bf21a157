package io.gatun.tensor;

import io.gatun.internal.parallel.Parallel;

/// How many threads the CPU's kernels use. Results do not depend on it.
///
/// The default is the number of processors the JVM sees, or the system property `gatun.threads`.
public final class Threads {

    private Threads() {}

    /// Returns how many threads one kernel uses at most, the caller's included.
    public static int get() {
        return Parallel.threads();
    }

    /// Sets how many threads one kernel uses at most, for the whole process.
    ///
    /// @throws IllegalArgumentException if `count` is less than 1
    public static void set(int count) {
        Parallel.threads(count);
    }
}
