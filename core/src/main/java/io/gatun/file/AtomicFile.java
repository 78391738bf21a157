package io.gatun.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Writes files aside and renames them into place, so that a reader, or a restart after a crash, finds the old
/// content or the new, never half of it.
public final class AtomicFile {

    private AtomicFile() {}

    /// Writes a file's content.
    @FunctionalInterface
    public interface Content {

        /// Writes to a channel that is new and empty.
        void to(FileChannel channel) throws IOException;
    }

    /// Writes text as UTF-8. A file that already holds it is left alone, its date included.
    ///
    /// @throws IOException if it cannot be written; the old file is then as it was
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes bytes. A file that already holds them is left alone, its date included.
    ///
    /// @throws IOException if they cannot be written; the old file is then as it was
    public static void write(Path file, byte[] bytes) throws IOException {
        if (!holds(file, bytes)) {
            write(file, channel -> fully(channel, ByteBuffer.wrap(bytes)));
        }
    }

    /// Writes whatever `content` writes. It is on the disk when the method returns.
    ///
    /// @throws IOException if it cannot be written, naming the file; the old file is then as it was
    public static void write(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        boolean done = false;
        try {
            try (FileChannel channel = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                content.to(channel);
                channel.force(true);
            } catch (IOException e) {
                throw named(aside, e);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(aside);
            }
        }
        forceDirectory(file);
    }

    /// Writes all that is left of a buffer.
    public static void fully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// A full disk does not say which file it is that does not fit.
    private static IOException named(Path file, IOException e) {
        if (e instanceof FileSystemException) {
            return e;
        }
        FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
        named.initCause(e);
        return named;
    }

    /// Makes the new name survive a power cut. Some systems open no directories; there the file system's own
    /// order must do.
    private static void forceDirectory(Path file) {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException _) {
            return;
        }
    }

    private static boolean holds(Path file, byte[] bytes) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == bytes.length
                && Arrays.equals(Files.readAllBytes(file), bytes);
    }
}
