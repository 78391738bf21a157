package io.gatun.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets work that was interrupted (Ctrl-C, `kill`) end in order: the work asks [#requested()] after every step,
/// writes its checkpoint and closes this, and only then the process ends, with status 130 (143 for `kill`).
final class Interruption implements AutoCloseable {

    /// Longer than any step; after it the process ends as it is, which the last checkpoint survives.
    private static final long PATIENCE_SECONDS = 300;

    private final Console console;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::await, "interruption");
    private volatile boolean requested;

    Interruption(Console console) {
        this.console = console;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Returns whether the process has been asked to end.
    boolean requested() {
        return requested;
    }

    private void await() {
        requested = true;
        console.note("interrupted: writing a checkpoint …");
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                console.note("the step did not end: the last checkpoint holds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the process is ending, and the hook has just been let go
        }
    }
}
