package io.gatun.cli;

import io.gatun.train.Experiment;
import io.gatun.train.Observer;
import java.io.IOException;

/// Shows what an experiment does, and keeps its report up to date, run by run.
final class ExperimentRecorder implements Experiment.Listener, AutoCloseable {

    private final Console console;
    private final Interruption interruption;
    private final ExperimentReport report;
    private boolean began; // before that the experiment tells of what an earlier command has done
    private TrainingDisplay shown;

    ExperimentRecorder(Console console, Interruption interruption, ExperimentReport report) {
        this.console = console;
        this.interruption = interruption;
        this.report = report;
    }

    @Override
    public Observer begins(String what, long steps) {
        began = true;
        close();
        if (steps == 0) {
            console.note(what);
            return Observer.NONE;
        }
        shown = new TrainingDisplay(console.progress(what, steps, "steps"), interruption);
        return shown;
    }

    @Override
    public void pretrained(Experiment.Pretrained done) throws IOException {
        report.add(done);
        write();
    }

    @Override
    public void linear(Experiment.Linear done) throws IOException {
        report.add(done);
        write();
    }

    @Override
    public void finetuned(Experiment.Finetuned done) throws IOException {
        report.add(done);
        close();
        console.note("%s on %s, %s: %s %.3f"
                .formatted(
                        done.arch(),
                        done.task(),
                        done.pretrained() ? "pre-trained" : "from scratch",
                        done.numbers().string("metric"),
                        done.numbers().number("value")));
        write();
    }

    @Override
    public void failed(Experiment.Failed failed) throws IOException {
        report.add(failed);
        close();
        console.note("%s: failed: %s (to try again, give another --lr or --finetune-lr, and delete failed.json in %s)"
                .formatted(failed.what(), failed.message(), failed.directory().path()));
        write();
    }

    /// What an earlier command has done comes in one piece: a report of part of it would take the place
    /// of the whole.
    private void write() throws IOException {
        if (began) {
            report.write();
        }
    }

    @Override
    public void close() {
        if (shown != null) {
            shown.close();
            shown = null;
        }
    }
}
