package io.gatun.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Opens files that may be gzip or plain, whatever their names say.
public final class DataFile {

    private static final int BUFFER = 1 << 16;

    private DataFile() {}

    /// Opens a file's content.
    ///
    /// @throws IOException if it cannot be read or is a damaged gzip
    public static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            var in = new BufferedInputStream(raw, BUFFER);
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzip ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /// Reads bytes as text; malformed ones become U+FFFD.
    public static Reader reader(InputStream in, Charset charset) {
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
    }

    /// Reads a whole UTF-8 file, without the byte order mark that some editors set before its text.
    ///
    /// @throws IOException if it cannot be read or is a damaged gzip
    public static String readString(Path file) throws IOException {
        try (InputStream in = open(file)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        }
    }

    /// Says in a few words why a file could not be read.
    public static String reason(IOException e) {
        return switch (e) {
            case EOFException _ when e.getMessage() != null && !ofGzip(e) -> "damaged: " + e.getMessage();
            case EOFException _ -> "damaged: compressed data ends too early";
            case ZipException _ -> "damaged: " + e.getMessage();
            case NoSuchFileException _ -> "cannot read: there is no such file";
            default -> "cannot read: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        };
    }

    // the JDK's words for it
    private static boolean ofGzip(IOException e) {
        return e.getMessage().contains("ZLIB");
    }
}
