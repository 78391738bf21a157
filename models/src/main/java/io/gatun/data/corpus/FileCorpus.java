package io.gatun.data.corpus;

import io.gatun.data.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Text files: one file, or every text file below a folder in name order.
final class FileCorpus implements Corpus {

    private final String name;
    private final Path path;
    private final MalformedLines malformed;

    /// Creates the corpus over a file or a folder.
    ///
    /// @param name what the user called it
    /// @param notes is told what had to be left out
    FileCorpus(String name, Path path, Consumer<String> notes) {
        this.name = name;
        this.path = path;
        malformed = new MalformedLines(name, notes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Documents documents() {
        boolean named = !Files.isDirectory(path);
        return new Documents(name, new Walk(files(), named ? name : null, malformed.new Count()));
    }

    @Override
    public String fingerprint() {
        try {
            Fingerprint all = new Fingerprint();
            for (Path file : files()) {
                all.add(path.relativize(file).toString()).add(file);
            }
            return all.hex();
        } catch (IOException e) {
            throw new CorpusException("corpus " + name + ": cannot read it: " + e.getMessage(), e);
        }
    }

    private List<Path> files() {
        return Files.isDirectory(path) ? new CorpusFolder(name, path).files() : List.of(path);
    }

    /// One file after the other.
    private static final class Walk implements Documents.Source {

        private final List<Path> files;
        private final String named;
        private final MalformedLines.Count malformed;
        private int file;
        private TextFile open;
        private boolean any;

        Walk(List<Path> files, String named, MalformedLines.Count malformed) {
            this.files = files;
            this.named = named;
            this.malformed = malformed;
        }

        @Override
        public Document next() throws IOException {
            while (true) {
                if (open == null) {
                    if (file == files.size()) {
                        malformed.end(any);
                        return null;
                    }
                    Path path = files.get(file++);
                    open = new TextFile(path, named == null ? path.toString() : named, named != null, malformed);
                }
                Document document = open.next();
                if (document != null) {
                    any = true;
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
            malformed.close();
        }
    }
}
