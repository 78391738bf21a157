package io.gatun.train;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `metrics.jsonl`: a JSON object a line, each with the `step` it belongs to.
public final class MetricsLog implements AutoCloseable {

    private final BufferedWriter writer;

    private MetricsLog(BufferedWriter writer) {
        this.writer = writer;
    }

    /// Opens the log to go on after `step`: lines of later steps, which a killed run wrote after its last
    /// checkpoint, are dropped.
    public static MetricsLog open(Path file, long step) throws IOException {
        List<String> kept = new ArrayList<>();
        for (Map<String, Object> line : read(file)) {
            if (line.get("step") instanceof Long at && at <= step) {
                kept.add(Json.write(line) + "\n");
            }
        }
        AtomicFile.write(file, String.join("", kept));
        return new MetricsLog(Files.newBufferedWriter(file, StandardOpenOption.APPEND));
    }

    /// Returns all lines of a log, none if there is no such file. A last line that was cut off is left out.
    public static List<Map<String, Object>> read(Path file) throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            return lines;
        }
        String text = Files.readString(file);
        int number = 0;
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                lines.add(parsed(file, number, line));
            }
        }
        return lines;
    }

    private static Map<String, Object> parsed(Path file, int number, String line) {
        try {
            return Json.parseObject(line, file.toString()).members();
        } catch (JsonException e) {
            throw new IllegalArgumentException(
                    file + ": line " + number + " is no JSON object; remove that line, or the file, to go on", e);
        }
    }

    /// Adds a line.
    public void add(Map<String, ?> values) throws IOException {
        writer.write(Json.write(values));
        writer.write('\n');
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
