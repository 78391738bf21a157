package io.gatun.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Standard output that remembers its first failure, which [java.io.PrintStream] would forget: a result that
/// did not reach a full disk must not end with status 0.
final class Output extends OutputStream {

    private final OutputStream out;
    private IOException failure;

    Output(OutputStream out) {
        this.out = new BufferedOutputStream(out);
    }

    /// Returns the first failure.
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /// Returns what to say about it: nothing when the reader (`head`, say) has simply had enough.
    Optional<String> message() {
        return failure().map(IOException::getMessage).filter(message -> !message.contains("Broken pipe"));
    }

    @Override
    public void write(int b) throws IOException {
        attempt(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        attempt(() -> out.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    private void attempt(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        }
    }

    /// Something that writes.
    private interface Write {
        void run() throws IOException;
    }
}
