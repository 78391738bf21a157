package io.gatun.internal.cpu.vector;

/// Splits loops into chunks whose bounds do not depend on the number of threads.
final class Split {

    private Split() {}

    /// What is done with one chunk.
    interface Chunk {
        void run(long from, long to);
    }

    /// Runs `chunk` over [0, n) in pieces of `grain`.
    static void forRange(long n, long grain, Chunk chunk) {
        for (long i = 0; i < n; i += grain) {
            chunk.run(i, Math.min(n, i + grain));
        }
    }
}
