package io.gatun.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether a routine of a device is running for the first times, and how: everything that changes the
/// stream or the memory asks here first.
///
/// The garbage collector's thread may free memory at any time; what it frees while a routine runs waits
/// for its end.
final class RoutineStages {

    /// Memory of the pool that was given back while a stage was on.
    private record Freed(long address, long bytes) {}

    private final List<Freed> later = new ArrayList<>();
    private volatile RoutineStage current; // null: none
    private Thread thread;

    /// Returns the stage that the calling thread's routine is in.
    Optional<RoutineStage> current() {
        return current != null && thread == Thread.currentThread() ? Optional.of(current) : Optional.empty();
    }

    /// Runs work in a stage, then gives back to the pool what was freed meanwhile.
    void during(RoutineStage stage, DevicePool pool, Runnable work) {
        synchronized (this) {
            if (current != null) {
                throw new IllegalStateException(
                        "routine: expected one to run at a time on a device, got one within another");
            }
            thread = Thread.currentThread();
            current = stage;
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                current = null;
                later.forEach(block -> pool.giveBack(block.address(), block.bytes()));
                later.clear();
            }
        }
    }

    /// Gives memory back to the pool: now or, where a stage is on, when it ends.
    synchronized void giveBack(DevicePool pool, long address, long bytes) {
        if (current == null) {
            pool.giveBack(address, bytes);
        } else {
            later.add(new Freed(address, bytes));
        }
    }

    /// Tells the stage of work that was put on the stream.
    void work(String what, long fingerprint) {
        current().ifPresent(stage -> stage.work(what, fingerprint));
    }

    /// Has the stage copy to the device; returns false if there is none.
    boolean write(MemorySegment from, long address) {
        Optional<RoutineStage> stage = current();
        stage.ifPresent(on -> on.write(from, address));
        return stage.isPresent();
    }
}
