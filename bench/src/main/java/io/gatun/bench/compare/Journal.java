package io.gatun.bench.compare;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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

    /// Makes the file if there is none, so that a place that cannot be written to is told before anything is measured.
    void open() throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Adds the pairs of earlier runs with some peers to the rows that they are of, and returns how many there were.
    ///
    /// @throws IllegalArgumentException if a line is none of a journal; the last may be cut short
    int read(List<Row> rows, List<String> peers) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        int count = 0;
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        List<String> lines = whole.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            JsonObject json = Json.parseObject(lines.get(i), file + " (line " + (i + 1) + ")");
            String peer = json.string("peer");
            for (Row row : rows) {
                if (peers.contains(peer)
                        && row.asked().label().equals(json.string("case"))
                        && row.threads() == json.int32("threads")) {
                    Measured ours = Measured.of(json.object("ours"));
                    row.pairs(peer).add(new Pairs.Pair(ours, Measured.of(json.object("theirs"))));
                    count++;
                }
            }
        }
        if (whole.length() < text.length()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length); // the lines before stay as they are
            }
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
        Files.writeString(file, Json.write(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
