package io.gatun.cli.report;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Writes the three files of a reproduction.
public final class Report {

    private Report() {}

    /// Writes `results.json`, `report.md` and `report.html` into a directory, which is made if it is not
    /// there; what [Scaling] measured is shown too, if it lies there. Each file replaces the one before
    /// at once, so that a reader never sees half of one.
    ///
    /// @throws IOException if a file cannot be written
    public static void write(Results results, Path directory) throws IOException {
        Files.createDirectories(directory);
        AtomicFile.write(directory.resolve("results.json"), Json.pretty(results.toJson()));
        Optional<Scaling> scaling = Scaling.read(directory);
        AtomicFile.write(directory.resolve("report.md"), MarkdownReport.of(results, scaling));
        AtomicFile.write(directory.resolve("report.html"), HtmlReport.of(results, scaling));
    }
}
