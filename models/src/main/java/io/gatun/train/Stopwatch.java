package io.gatun.train;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The time that a run takes, over all the times that it was stopped and taken up again: written whenever the run is
/// saved, so that what is done twice after a kill counts once.
final class Stopwatch implements Observer {

    private final Path file;
    private final Observer observer;
    private final double before;
    private final long began = System.nanoTime();

    /// Goes on with the time in a run's directory, and hands on what it is told.
    ///
    /// @throws IOException if the time that is there cannot be read
    Stopwatch(Path directory, Observer observer) throws IOException {
        this.file = directory.resolve("seconds.json");
        this.observer = observer;
        this.before = Files.exists(file)
                ? Json.parseObject(Files.readString(file), file.toString()).number("seconds")
                : 0;
    }

    /// Returns the seconds so far.
    double seconds() {
        return before + (System.nanoTime() - began) / 1e9;
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
            AtomicFile.write(file, Json.pretty(Map.of("seconds", seconds())));
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
