package io.gatun.data.corpus;

import io.gatun.data.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Text files: one file, or every text file below a folder in name order, without those that have
/// `validation` or `test` in their name and those that are hidden.
///
/// @param name what the user called it
/// @param path a file or a folder
record FileCorpus(String name, Path path) implements Corpus {

    @Override
    public Documents documents() {
        boolean named = !Files.isDirectory(path);
        List<Path> files = named ? List.of(path) : filesBelow();
        if (files.isEmpty()) {
            throw new CorpusException("corpus " + name + ": expected text files below this folder, found none"
                    + " (files with validation or test in their name are left out)");
        }
        return new Documents(name, new Walk(files, named ? name : null));
    }

    @Override
    public String fingerprint() {
        try {
            Fingerprint all = new Fingerprint();
            if (!Files.isDirectory(path)) {
                return all.add(path).hex();
            }
            for (Path file : filesBelow()) {
                all.add(path.relativize(file).toString()).add(file);
            }
            return all.hex();
        } catch (IOException e) {
            throw new CorpusException("corpus " + name + ": cannot read it: " + e.getMessage(), e);
        }
    }

    private List<Path> filesBelow() {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(file -> Files.isRegularFile(file) && Files.isReadable(file) && taken(file))
                    .sorted(Comparator.comparing(file -> path.relativize(file).toString()))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new CorpusException("corpus " + name + ": cannot list this folder: " + e.getMessage(), e);
        }
    }

    private boolean taken(Path file) {
        for (Path part : path.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        String last = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !last.contains("validation") && !last.contains("test");
    }

    /// One file after the other.
    private static final class Walk implements Documents.Source {

        private final List<Path> files;
        private final String named;
        private int file;
        private TextFile open;

        Walk(List<Path> files, String named) {
            this.files = files;
            this.named = named;
        }

        @Override
        public Document next() throws IOException {
            while (true) {
                if (open == null) {
                    if (file == files.size()) {
                        return null;
                    }
                    Path path = files.get(file++);
                    open = new TextFile(path, named == null ? path.toString() : named, named != null);
                }
                Document document = open.next();
                if (document != null) {
                    return document;
                }
                open.close();
                open = null;
            }
        }

        @Override
        public void close() throws IOException {
            file = files.size();
            if (open != null) {
                open.close();
                open = null;
            }
        }
    }
}
