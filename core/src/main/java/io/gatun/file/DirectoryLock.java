package io.gatun.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps other processes from writing to a directory meanwhile. The system lets go of it when the process
/// ends, however it ends; the file `.lock` stays, and means nothing by itself.
public final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Locks a directory, which is made if it is not there.
    ///
    /// @throws IllegalArgumentException if another process has it
    /// @throws IOException if it cannot be made, or its file system has no locks
    public static DirectoryLock of(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(".lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // this process has it
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IllegalArgumentException(
                    directory + ": another gatun process works in this directory; wait until it ends, or give another");
        }
        return new DirectoryLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
