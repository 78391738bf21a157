package io.gatun.internal.parallel;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// One loop: pieces to be claimed, and how many are done.
///
/// A job is never used twice. A worker that comes late with yesterday's job finds no piece left in it, so
/// nothing has to be reset and nothing can be mistaken.
final class Job {

    private static final int SPINS = 5_000; // about 50 µs before the waiting caller gives its core away
    private static final int YIELDS = 1_000;

    private final long n;
    private final long grain;
    private final long pieces;
    private final RangeBody body;
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Job(long n, long grain, RangeBody body) {
        this.n = n;
        this.grain = grain;
        this.pieces = Math.ceilDiv(n, grain);
        this.body = body;
    }

    long pieces() {
        return pieces;
    }

    boolean hasUnclaimed() {
        return claimed.get() < pieces;
    }

    /// Runs pieces until all are claimed. After a failure the remaining ones are claimed but not run.
    void help() {
        for (long i = next(); i < pieces; i = next()) {
            try {
                if (failure.get() == null) {
                    body.run(i * grain, Math.min(n, (i + 1) * grain));
                }
            } catch (Throwable e) { // whatever it is, the caller must see it and nobody may wait for this piece
                failure.compareAndSet(null, e);
            } finally {
                done.getAndIncrement();
            }
        }
    }

    private long next() {
        return hasUnclaimed() ? claimed.getAndIncrement() : pieces; // look first: late workers leave the line alone
    }

    /// Waits until the pieces that others have claimed are done.
    ///
    /// A worker may have lost its core in the middle of a piece, maybe to this very loop: so it spins for a
    /// moment only, then yields, then sleeps.
    @SuppressWarnings("ThreadPriorityCheck") // yielding is a courtesy here, nothing relies on it
    void await() {
        for (int i = 0; done.get() < pieces; i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else if (i < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(50_000);
            }
        }
    }

    /// Throws what the first failing piece threw.
    void rethrow() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a loop's body threw a checked exception", e);
        }
    }
}
