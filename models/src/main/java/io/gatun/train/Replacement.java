package io.gatun.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// A new run in a directory that holds an older one. The new run's files are gathered in a folder beside the
/// old files until its first checkpoint is whole; then they take the old ones' places together. A crash leaves
/// the old run or the new one, never files of both: a move that was begun is finished when the directory is
/// next opened.
///
/// @param directory the directory of the older run
record Replacement(ModelDirectory directory) {

    /// Returns whether a directory holds a run that a new one would replace.
    static boolean isNeeded(ModelDirectory directory) {
        return Files.exists(directory.weights()) || Files.exists(directory.training());
    }

    /// Begins a replacement.
    static Replacement begin(ModelDirectory directory) throws IOException {
        Replacement replacement = new Replacement(directory);
        discard(directory);
        Files.createDirectories(replacement.stage().path());
        return replacement;
    }

    /// Returns where the new run's files are gathered.
    ModelDirectory stage() {
        return new ModelDirectory(gathered(directory.path()));
    }

    /// Puts the gathered files in place of the old ones.
    void publish() throws IOException {
        Files.move(gathered(directory.path()), complete(directory.path()), StandardCopyOption.ATOMIC_MOVE);
        finish(directory);
    }

    /// Finishes a replacement that a crash interrupted, if there is one.
    static void finish(ModelDirectory directory) throws IOException {
        Path from = complete(directory.path());
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.deleteIfExists(directory.metrics()); // results of the old run
        for (Path file : files(from)) {
            Path to = directory.path().resolve(file.getFileName());
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(from);
    }

    /// Removes what a run gathered that was killed before its first checkpoint.
    static void discard(ModelDirectory directory) throws IOException {
        Path left = gathered(directory.path());
        if (Files.isDirectory(left)) {
            for (Path file : files(left)) {
                Files.delete(file);
            }
            Files.delete(left);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Path gathered(Path directory) {
        return directory.resolve(".next");
    }

    private static Path complete(Path directory) {
        return directory.resolve(".next-complete");
    }
}
