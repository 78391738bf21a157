package io.gatun.train;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.tensor.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// The time that a run takes, over all the times that it was stopped and taken up again: written whenever
/// the run is saved, so that what is done twice after a kill counts once.
///
/// Beside the clock's time it keeps the share of it that the process was computing: a run that had to
/// leave its cores to others, or was suspended, says so, and nobody takes its seconds for a measurement.
final class Stopwatch implements Observer {

    private static final String SECONDS = "seconds";
    private static final String SHARE = "cpu_share";

    private final Path file;
    private final ProcessorTime processor;
    private final Observer observer;
    private final double secondsBefore;
    private final OptionalDouble computedBefore;
    private final long began = System.nanoTime();
    private final OptionalDouble computedAtBegin;

    /// Goes on with the time in a run's directory, and hands on what it is told.
    ///
    /// @param device what computes
    /// @throws IOException if the time that is there cannot be read
    Stopwatch(Path directory, Device device, Observer observer) throws IOException {
        this.file = directory.resolve("seconds.json");
        this.processor = ProcessorTime.on(device);
        this.observer = observer;
        this.computedAtBegin = processor.seconds();
        if (Files.exists(file)) {
            JsonObject before = Json.parseObject(Files.readString(file), file.toString());
            this.secondsBefore = before.number(SECONDS);
            this.computedBefore = before.has(SHARE)
                    ? OptionalDouble.of(before.number(SHARE) * secondsBefore)
                    : OptionalDouble.empty();
        } else {
            this.secondsBefore = 0;
            this.computedBefore = OptionalDouble.of(0);
        }
    }

    /// Returns `seconds`, and `cpu_share` where it is known: processor time over elapsed time and threads.
    Map<String, Object> toJson() {
        double seconds = secondsBefore + (System.nanoTime() - began) / 1e9;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(SECONDS, seconds);
        OptionalDouble now = processor.seconds();
        if (computedBefore.isPresent() && computedAtBegin.isPresent() && now.isPresent()) {
            double computed = computedBefore.getAsDouble() + now.getAsDouble() - computedAtBegin.getAsDouble();
            json.put(SHARE, computed / seconds);
        }
        return json;
    }

    /// Ends: the time goes into the run's results.
    void end() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void step(TrainingLoop.Step step, long all, double tokensPerSecond) {
        observer.step(step, all, tokensPerSecond);
    }

    @Override
    public void validated(long step, double score) {
        observer.validated(step, score);
    }

    @Override
    public void saved(long step) {
        try {
            AtomicFile.write(file, Json.pretty(toJson()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        observer.saved(step);
    }

    @Override
    public boolean stop() {
        return observer.stop();
    }
}
