package io.gatun.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Reads lines as bytes. They end at a line feed and nowhere else: a carriage return belongs to the text, as in
/// SentencePiece's own tools.
final class Lines {

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /// Returns the next line without its end; empty at the end of the input.
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean any = false;
        while (true) {
            if (position == limit) {
                position = 0;
                limit = Math.max(0, in.read(buffer));
                if (limit == 0) {
                    number++;
                    return any ? Optional.of(line.toByteArray()) : Optional.empty();
                }
            }
            any = true;
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (position < limit) {
                position++;
                number++;
                return Optional.of(line.toByteArray());
            }
        }
    }

    /// Returns the number of the line read last, from 1.
    long number() {
        return number;
    }

    /// Returns whether reading on would wait, so that what was written should be seen now.
    boolean waits() throws IOException {
        return position == limit && in.available() == 0;
    }
}
