package io.gatun.data.file;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// The files in a tar archive (ustar, with GNU's or pax's long names), gzip or plain, in their order.
public final class TarReader implements Closeable {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 1 << 16;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private long unread;
    private String name;
    private long size;

    /// Opens an archive.
    ///
    /// @throws IOException if it cannot be read
    public TarReader(Path file) throws IOException {
        in = DataFile.open(file);
    }

    /// Goes to the next regular file and returns its name, or `null` at the end.
    ///
    /// @throws FormatException if this is no tar archive
    /// @throws EOFException if it is cut off
    public String next() throws IOException {
        String given = null;
        while (true) {
            skipUnread();
            if (in.readNBytes(header, 0, BLOCK) < BLOCK) {
                throw endsEarly();
            }
            if (isEmpty()) {
                return null;
            }
            checkSum();
            size = number(124, 12);
            unread = size + padding(size);
            switch (header[156]) {
                case 'L' -> given = terminated(longName());
                case 'x' -> given = pax(longName(), given);
                case 0, '0', '7' -> {
                    name = given == null ? shortName() : given;
                    return name;
                }
                default -> given = null; // a folder, a link
            }
        }
    }

    private void skipUnread() throws IOException {
        try {
            in.skipNBytes(unread);
        } catch (EOFException _) {
            throw endsEarly();
        }
        unread = 0;
    }

    // the end of a whole archive is a block of zeros, so that one that is cut off between files is known
    private EOFException endsEarly() {
        return new EOFException(
                "the archive ends too early, " + (name == null ? "before its first file" : "in or after " + name)
                        + "; expected a block of zeros at its end");
    }

    /// Returns the content of the file that [#next()] returned.
    public byte[] content() throws IOException {
        if (size > Integer.MAX_VALUE - 8) {
            throw new FormatException(name + ": too long, " + size + " bytes");
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw endsEarly();
        }
        unread = padding(size);
        return content;
    }

    private byte[] longName() throws IOException {
        if (size > LONGEST_NAME) {
            throw new FormatException("not a tar archive: a name of " + size + " bytes");
        }
        return content();
    }

    private static long padding(long size) {
        return -size & BLOCK - 1;
    }

    private boolean isEmpty() {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    // the sum of all bytes, with spaces where the sum itself stands
    private void checkSum() {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        if (sum != number(148, 8)) {
            throw new FormatException("not a tar archive, or damaged: the checksum of a header is wrong");
        }
    }

    private long number(int from, int length) {
        long number = 0;
        if (header[from] < 0) { // binary, for what octal cannot hold
            for (int i = from + 1; i < from + length; i++) {
                number = number << 8 | header[i] & 0xff;
            }
            return number & Long.MAX_VALUE;
        }
        for (int i = from; i < from + length; i++) {
            if (header[i] >= '0' && header[i] <= '7') {
                number = number * 8 + (header[i] - '0');
            }
        }
        return number;
    }

    private String shortName() {
        String prefix = header[257] == 'u' && header[262] == 0 ? text(345, 155) : "";
        return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
    }

    private String text(int from, int length) {
        return terminated(Arrays.copyOfRange(header, from, from + length));
    }

    private static String terminated(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    // records "LENGTH KEY=VALUE\n"; names are all that matters here
    private static String pax(byte[] records, String otherwise) {
        for (String record : new String(records, StandardCharsets.UTF_8).split("\n", -1)) {
            int key = record.indexOf(" path=");
            if (key > 0) {
                return record.substring(key + " path=".length());
            }
        }
        return otherwise;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
