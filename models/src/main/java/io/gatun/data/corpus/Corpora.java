package io.gatun.data.corpus;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Finds corpora by the names that a user gives.
public final class Corpora {

    private Corpora() {}

    /// Opens one corpus over all `names`, with [System#in] for `-` and notes that nobody hears.
    ///
    /// @throws CorpusException if a name is neither `jdk`, `-`, nor a path that can be read
    public static Corpus open(List<String> names) {
        return open(names, System.in, _ -> {});
    }

    /// Opens one corpus over all `names`, a document of each in turn: `jdk` for the prose in a JDK's
    /// sources, `-` for `standardInput`, anything else a text file, a `.gz` of one, JSON lines with a
    /// `text` field, or a folder of these.
    ///
    /// @param notes is told, in one line each, what a user should know of text that could be read, such
    ///     as JSON lines that were left out; by the thread that reads
    /// @throws CorpusException if a name is neither `jdk`, `-`, nor a path that can be read
    public static Corpus open(List<String> names, InputStream standardInput, Consumer<String> notes) {
        if (names.isEmpty()) {
            throw new CorpusException("corpus: expected a name, got none; give jdk, -, or a path");
        }
        var parts = new ArrayList<Corpus>();
        for (String name : names) {
            parts.add(open(name, standardInput, notes));
        }
        return parts.size() == 1 ? parts.getFirst() : new MixedCorpus(parts);
    }

    private static Corpus open(String name, InputStream standardInput, Consumer<String> notes) {
        return switch (name) {
            case "jdk" -> new JdkCorpus(JdkSources.find());
            case "-" -> new SpooledCorpus(standardInput, notes);
            default -> new FileCorpus(name, path(name), notes);
        };
    }

    private static Path path(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new CorpusException("corpus: expected jdk, - or a path, got '" + name + "'", e);
        }
        if (!Files.exists(path)) {
            throw new CorpusException("corpus: no file or folder " + name
                    + "; expected jdk, - for standard input, or a path that exists");
        }
        if (!Files.isReadable(path)) {
            throw new CorpusException("corpus: cannot read " + name + ": permission denied");
        }
        return path;
    }
}
