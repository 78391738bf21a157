package io.gatun.data.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The lines of a UTF-8 file, gzip or plain, whatever is in it: malformed bytes become U+FFFD, and a line that
/// never ends is cut at a million characters, so that memory stays small.
public final class TextLines implements Closeable {

    private static final int LONGEST = 1 << 20;
    private static final int PROBE = 4096;

    private final Reader reader;
    private final boolean binary;
    private final char[] buffer = new char[1 << 14];
    private final StringBuilder line = new StringBuilder();
    private int position;
    private int limit;
    private long number;
    private boolean afterReturn;

    /// Opens a file.
    ///
    /// @throws IOException if it cannot be read or is a damaged gzip
    public TextLines(Path file) throws IOException {
        this(file, StandardCharsets.UTF_8);
    }

    /// Opens a file in another charset.
    ///
    /// @throws IOException if it cannot be read or is a damaged gzip
    public TextLines(Path file, Charset charset) throws IOException {
        var in = new BufferedInputStream(DataFile.open(file), 1 << 16);
        try {
            in.mark(PROBE);
            byte[] head = in.readNBytes(PROBE);
            in.reset();
            binary = looksBinary(head);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        reader = DataFile.reader(in, charset);
    }

    // text has no NUL; UTF-16, archives, images and class files have some within their first bytes
    private static boolean looksBinary(byte[] head) {
        for (byte b : head) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /// Says whether the content is no text.
    public boolean binary() {
        return binary;
    }

    /// Returns the number of the line returned last, counted from 1.
    public long number() {
        return number;
    }

    /// Returns the next line without its end (LF, CR or CRLF), or `null` at the end of the file.
    public String next() throws IOException {
        line.setLength(0);
        while (true) {
            if (position == limit && !fill()) {
                return line.isEmpty() ? null : finished();
            }
            char c = buffer[position++];
            if (afterReturn) {
                afterReturn = false;
                if (c == '\n') {
                    continue;
                }
            }
            if (c == '\n' || c == '\r') {
                afterReturn = c == '\r';
                return finished();
            }
            line.append(c);
            if (line.length() >= LONGEST && !Character.isHighSurrogate(c)) {
                return finished();
            }
        }
    }

    private String finished() {
        number++;
        boolean marked = number == 1 && !line.isEmpty() && line.charAt(0) == '\uFEFF';
        return marked ? line.substring(1) : line.toString();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, reader.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
