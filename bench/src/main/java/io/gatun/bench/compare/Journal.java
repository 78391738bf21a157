package io.gatun.bench.compare;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file with a line of JSON for each pair, written as soon as it is measured: a comparison that was stopped goes on
/// where it was.
final class Journal {

    private final Path file;

    Journal(Path file) {
        this.file = file;
    }

    /// Adds the pairs of earlier runs to the rows that they are of, and returns how many there were.
    ///
    /// @throws IllegalArgumentException if a line is none of a journal; the last may be cut short
    int read(List<Row> rows) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        int count = 0;
        String text = Files.readString(file);
        List<String> lines = text.lines().toList();
        for (String line : text.endsWith("\n") || lines.isEmpty() ? lines : lines.subList(0, lines.size() - 1)) {
            JsonObject json = Json.parseObject(line, file.toString());
            for (Row row : rows) {
                if (row.asked().label().equals(json.string("case")) && row.threads() == json.int32("threads")) {
                    Measured ours = Measured.of(json.object("ours"));
                    row.pairs(json.string("peer")).add(new Pairs.Pair(ours, Measured.of(json.object("theirs"))));
                    count++;
                }
            }
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            Files.writeString(file, text.substring(0, text.lastIndexOf('\n') + 1));
        }
        return count;
    }

    void append(Row row, String peer, Pairs.Pair pair) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", row.asked().label());
        line.put("threads", row.threads());
        line.put("peer", peer);
        line.put("ours", pair.ours().members());
        line.put("theirs", pair.theirs().members());
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, Json.write(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
