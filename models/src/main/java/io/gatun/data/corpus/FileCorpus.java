package io.gatun.data.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Text files: one file, or every text file below a folder in name order.
///
/// @param name what the user called it
/// @param path a file or a folder
record FileCorpus(String name, Path path) implements Corpus {

    @Override
    public Documents documents() {
        boolean named = !Files.isDirectory(path);
        List<Path> files = named ? List.of(path) : new CorpusFolder(name, path).files();
        return new Documents(name, new Walk(files, named ? name : null));
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
