package io.gatun.data.corpus;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/// Finds the files of a corpus below a folder, behind symbolic links too, without those that are hidden
/// and those that have `validation` or `test` in their name.
final class CorpusFolder extends SimpleFileVisitor<Path> {

    private static final int NAMED = 3;

    private final String name;
    private final Path folder;
    private final List<Path> taken = new ArrayList<>();
    private final List<Path> heldOut = new ArrayList<>();

    /// @param name what the user called it
    CorpusFolder(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /// Returns the files in the order of their names.
    ///
    /// @throws CorpusException if there are none, or the folder cannot be listed
    List<Path> files() {
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, this);
        } catch (FileSystemLoopException e) {
            throw new CorpusException(
                    "corpus " + name + ": expected a folder without loops, but the link " + e.getFile()
                            + " leads back to a folder that it lies in; remove it, or name other folders",
                    e);
        } catch (IOException e) {
            throw new CorpusException("corpus " + name + ": cannot list this folder: " + e.getMessage(), e);
        }
        if (taken.isEmpty()) {
            throw new CorpusException(
                    "corpus " + name + ": expected text files below this folder, found none" + leftOut());
        }
        return inOrder(taken);
    }

    private List<Path> inOrder(List<Path> files) {
        files.sort(Comparator.comparing(file -> folder.relativize(file).toString()));
        return files;
    }

    private String leftOut() {
        if (heldOut.isEmpty()) {
            return "";
        }
        List<String> first = inOrder(heldOut).stream()
                .limit(NAMED)
                .map(file -> folder.relativize(file).toString())
                .toList();
        int more = heldOut.size() - first.size();
        return "; left out, as validation or test is in their name: " + String.join(", ", first)
                + (more == 0 ? "" : " and " + more + " more") + "; a file that is named itself is read all the same";
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return !directory.equals(folder) && hidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && Files.isReadable(file) && !hidden(file)) {
            String last = file.getFileName().toString().toLowerCase(Locale.ROOT);
            boolean held = last.contains("validation") || last.contains("test");
            (held ? heldOut : taken).add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (hidden(file)) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static boolean hidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }
}
