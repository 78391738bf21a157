package io.gatun.cli;

import io.gatun.cli.report.CpuShare;
import io.gatun.cli.report.Curve;
import io.gatun.cli.report.FailedRun;
import io.gatun.cli.report.Linear;
import io.gatun.cli.report.Pretraining;
import io.gatun.cli.report.Report;
import io.gatun.cli.report.Results;
import io.gatun.cli.report.Run;
import io.gatun.json.JsonObject;
import io.gatun.models.Architecture;
import io.gatun.train.Experiment;
import io.gatun.train.MetricsLog;
import io.gatun.train.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The report of an experiment, as far as it has come.
final class ExperimentReport {

    private static final List<String> RATES = List.of("accuracy", "f1", "coarse_accuracy", "invalid_rate");

    private final Path out;
    private final Map<String, Object> settings;
    private final Map<String, Object> machine;
    private final List<String> tasks;
    private final List<Linear> linear = new ArrayList<>();
    private final List<Pretraining> pretrainings = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<FailedRun> failures = new ArrayList<>();

    /// @param tasks the order in which tasks are shown; others follow by name
    ExperimentReport(Path out, Map<String, Object> settings, Map<String, Object> machine, List<String> tasks) {
        this.out = out;
        this.settings = settings;
        this.machine = machine;
        this.tasks = tasks;
    }

    void add(Experiment.Pretrained done) throws IOException {
        JsonObject numbers = done.numbers();
        pretrainings.add(new Pretraining(
                done.arch().toString(),
                numbers.integer("params"),
                numbers.integer("steps"),
                numbers.integer("tokens"),
                numbers.number("seconds"),
                CpuShare.fromJson(numbers),
                done.seed(),
                curve(done.directory(), "loss")));
    }

    void add(Experiment.Linear done) {
        JsonObject numbers = done.numbers();
        linear.add(new Linear(
                done.task(),
                numbers.string("metric"),
                numbers.number("value"),
                numbers.integer("n"),
                numbers.number("seconds")));
    }

    void add(Experiment.Finetuned done) throws IOException {
        JsonObject numbers = done.numbers();
        Map<String, Double> rates = new LinkedHashMap<>();
        for (String rate : RATES) {
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
    }

    void add(Experiment.Failed failed) {
        failures.add(new FailedRun(failed.what(), failed.message()));
    }

    /// Returns how many trainings cannot go on.
    int failures() {
        return failures.size();
    }

    /// Writes `results.json` and the reports. In which order runs were told of makes no difference.
    void write() throws IOException {
        Comparator<String> byTask = Comparator.comparingInt(
                        (String task) -> tasks.contains(task) ? tasks.indexOf(task) : tasks.size())
                .thenComparing(Comparator.naturalOrder());
        Comparator<String> byArch = Comparator.comparing(Architecture::named);
        linear.sort(Comparator.comparing(Linear::task, byTask));
        pretrainings.sort(Comparator.comparingLong(Pretraining::seed).thenComparing(Pretraining::arch, byArch));
        runs.sort(Comparator.comparing(Run::task, byTask)
                .thenComparingLong(Run::seed)
                .thenComparing(Run::arch, byArch)
                .thenComparing(Run::pretrained));
        Report.write(new Results(settings, machine, linear, pretrainings, runs, failures), out);
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
