package io.gatun.data.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds a data set's files: in a folder of the data set's name below the one that the user named, or there.
/// All come from the first such folder that has any; each is plain or `.gz`.
///
/// @param origin the data set
/// @param data the folder that the user named
record DataFolder(Origin origin, Path data) {

    /// Returns the first of some files that is there.
    ///
    /// @throws TaskException if there is none, with the names and places of what was expected
    Path require(String... names) {
        for (String name : names) {
            Optional<Path> file = find(name);
            if (file.isPresent()) {
                return file.get();
            }
        }
        String expected = String.join(" or ", names);
        throw new TaskException("task " + origin.name() + ": expected " + expected + " (plain or .gz) in "
                + home().map(Path::toString).orElseGet(this::places) + ", found none; it is a file of "
                + origin.source());
    }

    /// Returns a file if it is there.
    Optional<Path> find(String name) {
        return home().flatMap(folder -> find(folder, name));
    }

    private Optional<Path> home() {
        return candidates().stream()
                .filter(folder -> origin.files().stream()
                        .anyMatch(file -> find(folder, file).isPresent()))
                .findFirst();
    }

    private static Optional<Path> find(Path folder, String name) {
        Path plain = folder.resolve(name);
        Path packed = folder.resolve(name + ".gz");
        return Files.exists(plain) ? Optional.of(plain) : Files.exists(packed) ? Optional.of(packed) : Optional.empty();
    }

    private List<Path> candidates() {
        var candidates = new ArrayList<Path>();
        for (Path parent : List.of(data.resolve(origin.name()), data)) {
            origin.folders().forEach(folder -> candidates.add(parent.resolve(folder)));
            candidates.add(parent);
        }
        return candidates;
    }

    private String places() {
        if (!Files.isDirectory(data)) {
            return data + ", which is no folder";
        }
        return data + " or a folder " + origin.name() + " in it";
    }
}
