package io.gatun.internal.parallel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/// Daemon threads that help with one job at a time.
///
/// After a job a worker looks out for the next one for [#SPIN_NANOS] and then parks: kernels follow each other
/// within microseconds, waking a parked thread takes 25 µs, and an idle program must not burn a core.
final class Workers {

    private static final long SPIN_NANOS = 50_000;

    private final AtomicReference<Job> current = new AtomicReference<>();
    private final AtomicReferenceArray<Worker> workers;
    private volatile boolean closed;

    Workers(int threads) {
        workers = new AtomicReferenceArray<>(threads - 1);
    }

    int threads() {
        return workers.length() + 1;
    }

    /// Runs a job with the workers' help, or returns false without having run any of it: there are none, or
    /// they have a job (it may be the one that this call comes from).
    boolean run(Job job) {
        if (workers.length() == 0 || current.get() != null || !current.compareAndSet(null, job)) {
            return false;
        }
        try {
            wake(job.pieces() - 1);
            job.help(); // throws nothing, so nobody is left working on memory that the caller frees
            job.await();
        } finally {
            current.set(null);
        }
        job.rethrow();
        return true;
    }

    private void wake(long wanted) {
        int count = (int) Math.min(wanted, workers.length());
        for (int i = 0; i < count; i++) {
            Worker worker = workers.get(i);
            if (worker == null) { // only who holds `current` comes here
                if (!start(i)) {
                    return;
                }
            } else if (worker.parked) {
                LockSupport.unpark(worker);
            }
        }
    }

    /// Starts a worker; where the system has no thread left, the caller does the work and asks again next time.
    private boolean start(int index) {
        Worker worker = new Worker(index + 1);
        try {
            worker.start();
        } catch (OutOfMemoryError _) {
            return false;
        }
        workers.set(index, worker);
        return true;
    }

    /// Lets the workers end once they have nothing to do. A caller that is late still gets its job done: it
    /// claims all pieces itself.
    void close() {
        closed = true;
        for (int i = 0; i < workers.length(); i++) {
            LockSupport.unpark(workers.get(i)); // null is let be
        }
    }

    private final class Worker extends Thread {

        private volatile boolean parked;

        Worker(int number) {
            super("gatun-worker-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                Job job = await();
                if (job != null) {
                    job.help();
                }
            }
        }

        /// Returns a job with pieces to claim, or null after having been parked.
        private Job await() {
            long start = System.nanoTime();
            for (int i = 1; ; i++) {
                Job job = current.get();
                if (job != null && job.hasUnclaimed()) {
                    return job;
                }
                if ((i & 63) == 0 && System.nanoTime() - start > SPIN_NANOS) {
                    park();
                    return null;
                }
                Thread.onSpinWait();
            }
        }

        private void park() {
            parked = true;
            Job job = current.get(); // a caller publishes first and then looks whether we are parked
            if (!closed && (job == null || !job.hasUnclaimed())) {
                LockSupport.park(this);
            }
            parked = false;
        }
    }
}
