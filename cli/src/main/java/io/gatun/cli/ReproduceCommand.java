package io.gatun.cli;

import io.gatun.cli.report.CpuShare;
import io.gatun.cli.report.Curve;
import io.gatun.cli.report.Report;
import io.gatun.cli.report.Results;
import io.gatun.cli.report.Run;
import io.gatun.data.corpus.Corpora;
import io.gatun.data.corpus.Corpus;
import io.gatun.json.JsonObject;
import io.gatun.tensor.Device;
import io.gatun.train.Experiment;
import io.gatun.train.MetricsLog;
import io.gatun.train.ModelDirectory;
import io.gatun.train.Observer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gatun reproduce`: the paper's experiment from beginning to report.
@Command(
        name = "reproduce",
        description = "Pre-train each architecture, fine-tune each from scratch and pre-trained on each task, compare.")
final class ReproduceCommand implements Callable<Integer> {

    private final GlobalOptions options;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentOptions asked;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    private Path out;

    ReproduceCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Device device = Compute.device(options);
        Experiment.Settings settings = asked.settings(options.console(), options.seed(), device);
        Corpus corpus = Corpora.open(asked.corpus(), options.console().in(), options.console()::note);
        SettingsFile.check(out, asked.describe(options.seed()));
        boolean finished;
        try (Interruption interruption = new Interruption(options.console())) {
            Recorder recorder = new Recorder(interruption, device);
            finished = new Experiment(settings, corpus, out).run(recorder);
            recorder.write();
            recorder.close();
        }
        if (finished) {
            options.console()
                    .result(
                            Map.of(
                                    "out",
                                    out.toString(),
                                    "report",
                                    out.resolve("report.html").toString()),
                            "done: " + out.resolve("report.html"));
        }
        return finished ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
    }

    private Map<String, Object> describe() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("command", command());
        settings.put("model", asked.model());
        settings.putAll(asked.describe(options.seed()));
        settings.put("seeds", (long) asked.seeds());
        return settings;
    }

    /// Returns the command line as it was given.
    private String command() {
        return "gatun "
                + spec.commandLine().getParseResult().originalArgs().stream()
                        .map(word -> word.matches("[\\w./:,=+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }

    /// Shows what goes on and keeps the report up to date, run by run.
    private final class Recorder implements Experiment.Listener {

        private final Interruption interruption;
        private final Device device;
        private final List<io.gatun.cli.report.Linear> linear = new ArrayList<>();
        private final List<io.gatun.cli.report.Pretraining> pretrainings = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private TrainingDisplay shown;

        Recorder(Interruption interruption, Device device) {
            this.interruption = interruption;
            this.device = device;
        }

        @Override
        public Observer begins(String what, long count) {
            close();
            if (count == 0) {
                options.console().note(what);
                return Observer.NONE;
            }
            shown = new TrainingDisplay(options.console().progress(what, count, "steps"), interruption);
            return shown;
        }

        void close() {
            if (shown != null) {
                shown.close();
                shown = null;
            }
        }

        @Override
        public void pretrained(Experiment.Pretrained done) throws IOException {
            JsonObject numbers = done.numbers();
            pretrainings.add(new io.gatun.cli.report.Pretraining(
                    done.arch().toString(),
                    numbers.integer("params"),
                    numbers.integer("steps"),
                    numbers.integer("tokens"),
                    numbers.number("seconds"),
                    CpuShare.fromJson(numbers),
                    done.seed(),
                    curve(done.directory(), "loss")));
            write();
        }

        @Override
        public void linear(Experiment.Linear done) throws IOException {
            JsonObject numbers = done.numbers();
            linear.add(new io.gatun.cli.report.Linear(
                    done.task(),
                    numbers.string("metric"),
                    numbers.number("value"),
                    numbers.integer("n"),
                    numbers.number("seconds")));
            write();
        }

        @Override
        public void finetuned(Experiment.Finetuned done) throws IOException {
            JsonObject numbers = done.numbers();
            Map<String, Double> rates = new LinkedHashMap<>();
            for (String rate : new String[] {"accuracy", "f1", "coarse_accuracy", "invalid_rate"}) {
                if (numbers.has(rate)) {
                    rates.put(rate, numbers.number(rate));
                }
            }
            runs.add(new Run(
                    done.arch().toString(),
                    done.task(),
                    done.pretrained(),
                    numbers.string("metric"),
                    numbers.number("value"),
                    numbers.number("baseline"),
                    numbers.integer("n"),
                    done.seed(),
                    numbers.integer("steps"),
                    numbers.number("seconds"),
                    CpuShare.fromJson(numbers),
                    numbers.integer("params"),
                    rates,
                    curve(done.directory(), "loss"),
                    curve(done.directory(), "validation")));
            close();
            options.console()
                    .note("%s on %s, %s: %s %.3f"
                            .formatted(
                                    done.arch(),
                                    done.task(),
                                    done.pretrained() ? "pre-trained" : "from scratch",
                                    numbers.string("metric"),
                                    numbers.number("value")));
            write();
        }

        void write() throws IOException {
            Report.write(new Results(describe(), Machine.describe(device), linear, pretrainings, runs), out);
        }
    }

    private static Curve curve(ModelDirectory directory, String key) throws IOException {
        List<Curve.Point> points = new ArrayList<>();
        for (Map<String, Object> line : MetricsLog.read(directory.metricsLog())) {
            if (line.get(key) instanceof Number value) {
                points.add(new Curve.Point((Long) line.get("step"), value.doubleValue()));
            }
        }
        return new Curve(points);
    }
}
