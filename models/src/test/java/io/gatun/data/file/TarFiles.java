package io.gatun.data.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes tar archives for tests.
public final class TarFiles {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Adds a file.
    public TarFiles file(String name, String content) {
        return entry(name, '0', content);
    }

    /// Adds a file.
    public TarFiles file(String name, byte[] content) {
        return entry(name, '0', content);
    }

    /// Adds an entry of any type.
    public TarFiles entry(String name, char type, String content) {
        return entry(name, type, content.getBytes(StandardCharsets.UTF_8));
    }

    private TarFiles entry(String name, char type, byte[] bytes) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(bytes.length));
        header[156] = (byte) type;
        put(header, 257, "ustar\0" + "00");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        out.writeBytes(header);
        out.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
        return this;
    }

    /// Returns the archive.
    public byte[] bytes() {
        return Arrays.copyOf(out.toByteArray(), out.size() + 1024);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
