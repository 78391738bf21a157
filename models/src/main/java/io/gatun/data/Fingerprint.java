package io.gatun.data;

import io.gatun.data.task.Example;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What data is told apart by: a run that goes on must read what it was begun with.
public final class Fingerprint {

    private static final int BYTES = 8; // of the digest: for accidents, not against intent
    private static final int END = 1 << 16; // bytes at either end of a file

    private final MessageDigest digest;

    /// Begins one.
    public Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every JDK has it
        }
    }

    /// Adds a text.
    public Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
        return this;
    }

    /// Adds all examples of a split.
    public Fingerprint add(List<Example> examples) {
        add(String.valueOf(examples.size()));
        for (Example example : examples) {
            add(example.input());
            example.targets().forEach(this::add);
        }
        return this;
    }

    /// Adds a file, by its size and the bytes at its beginning and end: what is inserted or cut off
    /// anywhere changes them, and a corpus of 100 GB is not read for it.
    public Fingerprint add(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            add(String.valueOf(size));
            ends(channel, 0, Math.min(END, size));
            ends(channel, Math.max(0, size - END), size);
        }
        return this;
    }

    private void ends(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // a read may bring less than was asked for
        }
        digest.update(bytes.flip());
    }

    /// Returns it, in 16 hexadecimal digits; nothing can be added after that.
    public String hex() {
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }
}
