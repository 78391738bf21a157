package io.gatun.kernel;

/// Work on a device that is done again and again, such as a training step. A device may record it the
/// first times and do it by itself from then on, which saves what it costs Java to name each kernel.
///
/// For that the work has to be the same each time:
///
/// * what changes, it reads from tensors that were made outside and are overwritten between two runs;
/// * it leaves its results in such tensors, and reads none of them back while it runs;
/// * its random numbers come from the one generator that the routine knows;
/// * what it makes is freed when it ends.
///
/// A routine belongs to one thread.
public interface Routine extends AutoCloseable {

    /// Does the work once. What a device does not do at once, it does before the next read from it.
    ///
    /// @throws IllegalStateException if the work is found not to be the same each time
    void run();

    /// Gives back what was recorded.
    @Override
    void close();

    /// Returns a routine that records nothing.
    static Routine plain(Runnable work) {
        return new Routine() {
            @Override
            public void run() {
                Scope.run(() -> {
                    work.run();
                    return null;
                });
            }

            @Override
            public void close() {}
        };
    }
}
