package io.gatun.cli;

/// Shows how far long work is. Close it when the work ends, however it ends.
interface Progress extends AutoCloseable {

    /// Shows nothing.
    static Progress none() {
        return new Progress() {
            @Override
            public void to(long done, String note) {}

            @Override
            public void close() {}
        };
    }

    /// Says that `done` of the total is done, with a note of few words (`loss 3.21`). Cheap enough for every
    /// step.
    void to(long done, String note);

    @Override
    void close();
}
