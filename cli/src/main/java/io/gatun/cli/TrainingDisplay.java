package io.gatun.cli;

import io.gatun.train.Observer;
import io.gatun.train.TrainingLoop;
import java.util.Locale;

/// Shows a run of training, and asks it to stop when the process is asked to end.
final class TrainingDisplay implements Observer, AutoCloseable {

    private final Progress progress;
    private final Interruption interruption;
    private double recent = Double.NaN;
    private String validation = "";

    TrainingDisplay(Progress progress, Interruption interruption) {
        this.progress = progress;
        this.interruption = interruption;
    }

    @Override
    public void step(TrainingLoop.Step step, long last, double tokensPerSecond) {
        recent = Double.isNaN(recent) ? step.loss() : recent + 0.05 * (step.loss() - recent);
        progress.to(
                step.step(),
                String.format(Locale.ROOT, "loss %.3f, %.0f tokens/s%s", recent, tokensPerSecond, validation));
    }

    @Override
    public void validated(long step, double value) {
        validation = String.format(Locale.ROOT, ", validation %.3f", value);
    }

    @Override
    public boolean stop() {
        return interruption.requested();
    }

    @Override
    public void close() {
        progress.close();
    }
}
