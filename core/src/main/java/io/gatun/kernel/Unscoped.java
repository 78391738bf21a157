package io.gatun.kernel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Watches memory that only the garbage collector frees.
///
/// A tensor is a few bytes on the Java heap, whatever it holds outside, so the collector sees no reason to run
/// while a program that uses no scopes fills the machine. It is asked to when such memory has doubled since it
/// last ran.
final class Unscoped {

    private static final long LEAST = 1L << 30;
    private static final AtomicLong USED = new AtomicLong();
    private static volatile long limit = LEAST;

    private Unscoped() {}

    static void beforeAllocation(long bytes) {
        if (USED.get() + bytes > limit) {
            collect(bytes);
        }
    }

    private static synchronized void collect(long bytes) {
        long before = USED.get();
        if (before + bytes <= limit) {
            return; // another thread has just collected
        }
        System.gc();
        for (int i = 0; i < 20 && USED.get() == before; i++) {
            // the cleaner's thread needs a moment
            LockSupport.parkNanos(1_000_000);
        }
        limit = Math.max(LEAST, 2 * USED.get() + bytes);
    }

    static void allocated(long bytes) {
        USED.addAndGet(bytes);
    }

    static void freed(long bytes) {
        USED.addAndGet(-bytes);
    }
}
