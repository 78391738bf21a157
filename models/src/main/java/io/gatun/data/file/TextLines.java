package io.gatun.data.file;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The lines of a file, gzip or plain, whatever is in it: malformed bytes become U+FFFD, and a line that
/// never ends comes in parts of a million characters, so that memory stays small.
public final class TextLines implements Closeable {

    static final int LONGEST = 1 << 20;
    private static final int PROBE = 4096;

    private final Reader reader;
    private final boolean returnsEnd;
    private final boolean binary;
    private final char[] buffer = new char[1 << 14];
    private final StringBuilder line = new StringBuilder();
    private int position;
    private int limit;
    private long number;
    private boolean afterReturn;
    private boolean cut;

    /// Opens a UTF-8 text file, whose lines end at LF, CR or CRLF.
    ///
    /// @throws IOException if it cannot be read or is a damaged gzip
    public TextLines(Path file) throws IOException {
        this(file, StandardCharsets.UTF_8, true);
    }

    /// Opens a table, whose lines end at LF or CRLF: a lone CR belongs to the field that it is in.
    ///
    /// @throws IOException if it cannot be read or is a damaged gzip
    public static TextLines ofTable(Path file, Charset charset) throws IOException {
        return new TextLines(file, charset, false);
    }

    private TextLines(Path file, Charset charset, boolean returnsEnd) throws IOException {
        this.returnsEnd = returnsEnd;
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

    /// Says whether the line goes on after the part returned last.
    public boolean cut() {
        return cut;
    }

    /// Returns the next line without its end, or the next part of one, or `null` at the end of the file.
    public String next() throws IOException {
        line.setLength(0);
        while (true) {
            if (position == limit && !fill()) {
                return atEnd();
            }
            char c = buffer[position++];
            if (afterReturn) {
                afterReturn = false;
                if (c == '\n') {
                    continue;
                }
            }
            if (c == '\n' || c == '\r' && returnsEnd) {
                afterReturn = c == '\r';
                return finished(false);
            }
            line.append(c);
            if (line.length() >= LONGEST && !Character.isHighSurrogate(c)) {
                return finished(true);
            }
        }
    }

    private String atEnd() {
        if (line.isEmpty()) {
            cut = false;
            return null;
        }
        return finished(false);
    }

    private String finished(boolean goesOn) {
        boolean first = !cut && ++number == 1;
        cut = goesOn;
        int last = line.length() - 1;
        if (!returnsEnd && !goesOn && last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        boolean marked = first && !line.isEmpty() && line.charAt(0) == '\uFEFF';
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
