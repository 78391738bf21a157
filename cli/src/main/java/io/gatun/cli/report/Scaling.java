package io.gatun.cli.report;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Speed, memory and operations by length: the document `scaling.json`.
///
/// @param settings what every point was measured with, by name
/// @param machine where, by name
/// @param points what was measured, in the order it was
public record Scaling(Map<String, Object> settings, Map<String, Object> machine, List<ScalingPoint> points) {

    private static final String JSON = "scaling.json";

    /// Copies the points.
    public Scaling {
        points = List.copyOf(points);
    }

    /// Reads what a directory has; empty if it has none.
    ///
    /// @throws io.gatun.json.JsonException if the file is damaged
    /// @throws IOException if it cannot be read
    public static Optional<Scaling> read(Path directory) throws IOException {
        Path file = directory.resolve(JSON);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonObject json = Json.parseObject(Files.readString(file), file.toString());
        return Optional.of(new Scaling(
                json.object("settings").members(),
                json.object("machine").members(),
                json.objects("points").stream().map(ScalingPoint::fromJson).toList()));
    }

    /// Writes `scaling.json` and `scaling.html`, each at once.
    ///
    /// @throws IOException if a file cannot be written
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("settings", settings);
        json.put("machine", machine);
        json.put("points", points.stream().map(ScalingPoint::toJson).toList());
        AtomicFile.write(directory.resolve(JSON), Json.pretty(json));
        AtomicFile.write(directory.resolve("scaling.html"), ScalingPage.of(this));
    }

    /// Returns this with one more point, which takes the place of an earlier one of its architecture and
    /// length.
    public Scaling with(ScalingPoint point) {
        List<ScalingPoint> more = new ArrayList<>(points);
        point(point.arch(), point.length()).ifPresent(more::remove);
        more.add(point);
        return new Scaling(settings, machine, more);
    }

    /// Returns the point of an architecture at a length; empty if it was not measured.
    public Optional<ScalingPoint> point(String arch, int length) {
        return points.stream()
                .filter(point -> point.arch().equals(arch) && point.length() == length)
                .findFirst();
    }

    /// Returns the architectures in the order they were measured.
    List<String> archs() {
        return points.stream().map(ScalingPoint::arch).distinct().toList();
    }

    /// Returns the lengths, shortest first.
    List<Integer> lengths() {
        return points.stream().map(ScalingPoint::length).distinct().sorted().toList();
    }
}
