package io.gatun.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Collects token ids in memory and, when they become many, in a temporary file.
final class TokenSpool implements AutoCloseable {

    /// 64 MiB of ids.
    static final int IN_MEMORY = 1 << 24;

    private final int inMemory;
    private int[] buffer = new int[1 << 10];
    private int buffered;
    private long written;
    private Path file;
    private FileChannel channel;

    /// Starts empty; `inMemory` ids are kept before a file is made.
    TokenSpool(int inMemory) {
        this.inMemory = inMemory;
    }

    long count() {
        return written + buffered;
    }

    void add(int[] ids, int taken) {
        int done = 0;
        while (done < taken) {
            if (buffered == buffer.length) {
                makeRoom(taken - done);
            }
            int part = Math.min(taken - done, buffer.length - buffered);
            System.arraycopy(ids, done, buffer, buffered, part);
            buffered += part;
            done += part;
        }
    }

    private void makeRoom(int wanted) {
        if (buffer.length < inMemory) {
            long grown = Math.max(buffer.length * 3L / 2, buffered + (long) wanted);
            buffer = Arrays.copyOf(buffer, (int) Math.min(inMemory, grown));
        } else {
            flush();
        }
    }

    /// Returns all ids, in the machine's byte order.
    MemorySegment finish() {
        if (file == null) {
            return MemorySegment.ofArray(Arrays.copyOf(buffer, buffered));
        }
        flush();
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, written * Integer.BYTES, Arena.ofAuto());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void flush() {
        try {
            if (file == null) {
                file = Files.createTempFile("gatun-tokens-", ".bin");
                file.toFile().deleteOnExit();
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            }
            ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.nativeOrder());
            for (int done = 0; done < buffered; ) {
                int part = Math.min(buffered - done, bytes.capacity() / Integer.BYTES);
                bytes.clear();
                bytes.asIntBuffer().put(buffer, done, part);
                bytes.limit(part * Integer.BYTES);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                done += part;
            }
            written += buffered;
            buffered = 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// A full disk does not say which file it is that does not fit.
    private UncheckedIOException failed(IOException e) {
        String place = file == null ? System.getProperty("java.io.tmpdir") : file.toString();
        FileSystemException named = new FileSystemException(
                place, null, e.getMessage() + " (it holds the encoded corpus; -Djava.io.tmpdir names another place)");
        named.initCause(e);
        return new UncheckedIOException(named);
    }

    /// Closes the file; its mapping stays, and where the system allows it the name goes at once.
    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException _) {
                // Windows keeps a mapped file; it goes when the process ends
            }
        }
    }
}
