package io.gatun.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a comparison is to do: its command line.
///
/// @param root the repository
/// @param rows what to measure
/// @param peers settings of libtorch
/// @param rounds pairs of a case with each of them, where the case does not say
/// @param journal where each pair is written, if anywhere
/// @param table where the table is written, beside stdout
record Order(
        Path root, List<Row> rows, List<String> peers, int rounds, Optional<Journal> journal, Optional<Path> table) {

    private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

    static {
        DEFAULTS.put("--root", ".");
        DEFAULTS.put("--cases", "");
        DEFAULTS.put("--file", "-");
        DEFAULTS.put("--settings", "pt-fast,pt");
        DEFAULTS.put("--rounds", "3");
        DEFAULTS.put("--threads", "1");
        DEFAULTS.put("--results", "-");
        DEFAULTS.put("--table", "-");
    }

    /// Reads a command line.
    ///
    /// @throws IllegalArgumentException if it is wrong
    static Order parse(List<String> words) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            String key = words.get(i);
            if (!DEFAULTS.containsKey(key)) {
                throw new IllegalArgumentException("expected one of "
                        + String.join(", ", DEFAULTS.keySet().stream().skip(1).toList()) + ", got '" + key + "'");
            }
            if (i + 1 == words.size()) {
                throw new IllegalArgumentException(key + ": expected a value after it");
            }
            if (given.put(key, words.get(i + 1)) != null) {
                throw new IllegalArgumentException(key + " is given twice; give it once");
            }
        }
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        all.putAll(given);
        List<String> peers = peers(all.get("--settings"));
        int threads = positive("--threads", all.get("--threads"));
        return new Order(
                Path.of(all.get("--root")),
                rows(text(all), threads),
                peers,
                positive("--rounds", all.get("--rounds")),
                file(all.get("--results")).map(Journal::new),
                file(all.get("--table")));
    }

    private static String text(Map<String, String> all) throws IOException {
        Optional<Path> file = file(all.get("--file"));
        if (file.isPresent() && !all.get("--cases").isEmpty()) {
            throw new IllegalArgumentException("--file and --cases: expected one of them, got both");
        }
        if (file.isPresent() && !(Files.isRegularFile(file.get()) && Files.isReadable(file.get()))) {
            throw new IllegalArgumentException("expected a file of cases, got " + file.get() + ", which "
                    + (Files.isDirectory(file.get()) ? "is a folder" : "cannot be read"));
        }
        return file.isPresent() ? Files.readString(file.get()) : all.get("--cases");
    }

    private static List<Row> rows(String text, int threads) {
        List<Row> rows = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Asked asked : Asked.parse(text)) {
            Row row = new Row(asked, asked.threads(threads));
            if (!seen.add(asked.label() + " " + row.threads())) {
                throw new IllegalArgumentException(asked.label() + " is there twice with " + row.threads()
                        + (row.threads() == 1 ? " thread" : " threads")
                        + "; name it once and ask for more pairs, such as pt-fast=2");
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> peers(String text) {
        List<String> peers = List.of(text.split(",", -1));
        if (!Asked.PEERS.containsAll(peers) || new HashSet<>(peers).size() < peers.size()) {
            throw new IllegalArgumentException(
                    "--settings: expected pt-fast, pt or both with a comma, got '" + text + "'");
        }
        return peers;
    }

    private static int positive(String name, String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(name + ": expected a number above 0, got '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static Optional<Path> file(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(Path.of(text));
    }

    /// Returns how many pairs of a row with a peer are asked for.
    int wanted(Row row, String peer) {
        return row.asked().pairs(peer, rounds);
    }
}
