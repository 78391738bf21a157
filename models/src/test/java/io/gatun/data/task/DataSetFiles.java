package io.gatun.data.task;

import io.gatun.data.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// A task over files that a test writes in the form of the originals.
final class DataSetFiles {

    final Path folder;
    final List<String> notes = new ArrayList<>();
    private final String task;

    DataSetFiles(String task, Path folder) {
        this.task = task;
        this.folder = folder;
    }

    DataSetFiles write(String name, String text) {
        return write(name, text, StandardCharsets.UTF_8);
    }

    DataSetFiles write(String name, String text, Charset charset) {
        return write(name, text.getBytes(charset));
    }

    DataSetFiles writeGzip(String name, String text) {
        return write(name, gzip(text.getBytes(StandardCharsets.UTF_8)));
    }

    DataSetFiles write(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    Task task() {
        return Tasks.named(task, settings());
    }

    TaskSettings settings() {
        return TaskSettings.NONE.withData(folder).withNotes(notes::add);
    }

    List<Example> load(Split split) {
        return task().load(split);
    }
}
