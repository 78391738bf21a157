package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All files of a directory at one moment.
///
/// @param files content by path
/// @param dates when each was changed
record Snapshot(Map<String, byte[]> files, Map<String, FileTime> dates) {

    static Snapshot of(Path directory) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        Map<String, FileTime> dates = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                files.put(name, Files.readAllBytes(file));
                dates.put(name, Files.getLastModifiedTime(file));
            }
        }
        return new Snapshot(files, dates);
    }

    /// Makes all files look old, so that one that is written again shows.
    static void age(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            }
        }
    }

    /// Checks that two directories hold the same run: the same files, equal in every byte; the log but for its
    /// rates.
    static void assertSameRun(Path actual, Path expected) throws IOException {
        Map<String, byte[]> there = of(actual).files();
        Map<String, byte[]> wanted = of(expected).files();
        assertThat(there).containsOnlyKeys(wanted.keySet());
        for (String name : wanted.keySet()) {
            if (!name.equals("metrics.jsonl")) {
                assertThat(there.get(name)).as(name).isEqualTo(wanted.get(name));
            }
        }
        assertThat(log(actual)).isEqualTo(log(expected));
    }

    private static List<Map<String, Object>> log(Path directory) throws IOException {
        return MetricsLog.read(directory.resolve("metrics.jsonl")).stream()
                .map(line -> {
                    Map<String, Object> timeless = new HashMap<>(line);
                    timeless.remove("tokens_per_second");
                    return timeless;
                })
                .toList();
    }
}
