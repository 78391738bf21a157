package io.gatun.internal.parallel;

/// Runs loops on the caller's thread and, where it pays, on a pool of workers.
public final class Parallel {

    private static volatile Workers workers = new Workers(configured());

    private Parallel() {}

    /// Runs `body` over `[0, n)` in pieces of `grain` indices, the last one maybe shorter, and returns when all
    /// are done. The caller takes pieces as the workers do. Pieces run in any order and at the same time; a
    /// call from within a piece, or while another thread's loop has the workers, runs on its own thread alone.
    ///
    /// Scoped values of the caller are not bound on the workers: a body allocates no tensors.
    ///
    /// @throws IllegalArgumentException if `grain` is not positive
    public static void forRange(long n, long grain, RangeBody body) {
        if (grain <= 0) {
            throw new IllegalArgumentException("forRange: expected a positive grain, got " + grain);
        }
        if (n > grain && workers.run(new Job(n, grain, body))) {
            return;
        }
        for (long from = 0; from < n; from += grain) {
            body.run(from, Math.min(n, from + grain));
        }
    }

    /// Returns how many threads a loop uses at most, its caller included.
    public static int threads() {
        return workers.threads();
    }

    /// Sets how many threads a loop uses at most. Loops already running keep theirs.
    public static synchronized void threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + count);
        }
        if (count != workers.threads()) {
            Workers old = workers;
            workers = new Workers(count);
            old.close();
        }
    }

    private static int configured() {
        String asked = System.getProperty("gatun.threads");
        if (asked == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!asked.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("gatun.threads: expected a number from 1 to 9999, got " + asked);
        }
        return Integer.parseInt(asked);
    }
}
