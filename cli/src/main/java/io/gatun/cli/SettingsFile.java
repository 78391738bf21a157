package io.gatun.cli;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.train.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// The settings that everything in a directory was made with, in its `settings.json`.
final class SettingsFile {

    private static final String NAME = "settings.json";

    /// What settings of this kind are compared by only where both have it: directories of before do not.
    private static final String FINGERPRINT = "_fingerprint";

    private SettingsFile() {}

    /// Writes the settings, or checks that those that are there are the same, as far as work has begun
    /// with them. Settings of single tasks, which stand under a task's name in a member, are compared
    /// where both have the task, and kept for all tasks.
    ///
    /// @throws IllegalArgumentException if they differ, naming the first difference
    /// @throws IOException if the file cannot be read or written
    static void check(ExperimentDirectory directory, Map<String, Object> settings) throws IOException {
        Files.createDirectories(directory.path());
        Path file = directory.path().resolve(NAME);
        Map<String, Object> kept = settings;
        if (Files.exists(file) && directory.begun()) {
            Map<String, Object> found = begun(Json.parseObject(Files.readString(file), file.toString()), directory);
            compare(directory.path(), found, settings);
            kept = together(found, settings);
        }
        AtomicFile.write(file, Json.pretty(kept));
    }

    /// Leaves the settings of tasks out that nothing was done with.
    private static Map<String, Object> begun(JsonObject settings, ExperimentDirectory directory) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : settings.members().entrySet()) {
            Object value = member.getValue();
            if (value instanceof JsonObject tasks) {
                Map<String, Object> kept = new LinkedHashMap<>();
                for (Map.Entry<String, Object> task : tasks.members().entrySet()) {
                    if (directory.begun(task.getKey())) {
                        kept.put(task.getKey(), task.getValue());
                    }
                }
                value = JsonObject.of(kept);
            }
            all.put(member.getKey(), value);
        }
        return all;
    }

    /// Checks that settings that were found are those asked for.
    ///
    /// @param found as JSON has them
    /// @throws IllegalArgumentException if they differ, naming the first difference
    static void compare(Path directory, Map<String, Object> found, Map<String, Object> settings) {
        JsonObject asked = Json.parseObject(Json.write(settings), "settings"); // numbers as they are read
        TreeSet<String> names = new TreeSet<>(found.keySet());
        names.addAll(asked.members().keySet());
        for (String name : names) {
            Object there = found.get(name);
            Object here = asked.members().get(name);
            if (there instanceof JsonObject before && here instanceof JsonObject now) {
                before.members().forEach((task, value) -> {
                    if (now.has(task)) {
                        same(
                                directory,
                                name,
                                " for " + task,
                                value,
                                now.members().get(task));
                    }
                });
            } else if (there != null || !name.endsWith(FINGERPRINT)) {
                same(directory, name, "", there, here);
            }
        }
    }

    private static void same(Path directory, String name, String whose, Object there, Object here) {
        if (!Objects.equals(there, here)) {
            if (name.endsWith(FINGERPRINT)) {
                throw new IllegalArgumentException(
                        "%s was begun with another %s%s than what is there now: give what it was begun with, or another --out"
                                .formatted(directory, name.replace(FINGERPRINT, ""), whose));
            }
            throw new IllegalArgumentException("%s was begun with %s%s, not with %s: "
                            .formatted(directory, said(name, there), whose, said(name, here))
                    + "give the options it was begun with, or another --out");
        }
    }

    private static Map<String, Object> together(Map<String, Object> found, Map<String, Object> settings) {
        Map<String, Object> both = new LinkedHashMap<>(settings);
        found.forEach((name, value) -> {
            if (value instanceof JsonObject before && settings.get(name) instanceof Map<?, ?> now) {
                Map<Object, Object> tasks = new LinkedHashMap<>(before.members());
                tasks.putAll(now);
                both.put(name, tasks);
            }
        });
        return both;
    }

    private static String said(String name, Object value) {
        return value == null ? "no " + name : name + " " + Json.write(value);
    }
}
