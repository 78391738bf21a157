package io.gatun.cli;

import io.gatun.cli.report.Curve;
import io.gatun.cli.report.Report;
import io.gatun.cli.report.Results;
import io.gatun.cli.report.Run;
import io.gatun.data.Split;
import io.gatun.data.corpus.Corpora;
import io.gatun.data.task.Task;
import io.gatun.data.task.TaskSettings;
import io.gatun.data.task.Tasks;
import io.gatun.json.JsonObject;
import io.gatun.models.Architecture;
import io.gatun.train.Experiment;
import io.gatun.train.Finetuning;
import io.gatun.train.MetricsLog;
import io.gatun.train.ModelDirectory;
import io.gatun.train.Observer;
import io.gatun.train.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun reproduce`: the paper's experiment from beginning to report.
@Command(
        name = "reproduce",
        description = "Pre-train each architecture, fine-tune each from scratch and pre-trained on each task, compare.")
final class ReproduceCommand implements Callable<Integer> {

    private static final double PRETRAINING_RATE = 0.05;
    private static final double FINETUNING_RATE = 0.05;
    private static final int CHECKPOINT_EVERY = 200;
    private static final int VALIDATIONS = 3;
    private static final int FINETUNING_ROWS = 2; // batches of a task are short: twice as many rows

    private final GlobalOptions options;

    @Option(names = "--preset", paramLabel = "P", description = "Size of the models (default: ${DEFAULT-VALUE}).")
    private String preset = "nano";

    @Option(names = "--archs", split = ",", paramLabel = "A", description = "Architectures (default: all four).")
    private List<String> archs =
            Arrays.stream(Architecture.values()).map(Architecture::toString).toList();

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "T",
            completionCandidates = TaskOptions.TaskNames.class,
            description = "Tasks, of ${COMPLETION-CANDIDATES} (default: those without download).")
    private List<String> tasks = Tasks.selfContained();

    @Option(names = "--data", paramLabel = "DIR", description = "The folder with tasks' original files.")
    private Path data;

    @Option(
            names = "--corpus",
            arity = "1..*",
            paramLabel = "CORPUS",
            description = "What is read in pre-training (default: ${DEFAULT-VALUE}).")
    private List<String> corpus = List.of("jdk");

    @Option(names = "--steps", paramLabel = "N", description = "Pre-training steps (default: ${DEFAULT-VALUE}).")
    private long steps = 500;

    @Option(
            names = "--finetune-steps",
            paramLabel = "N",
            description = "Fine-tuning steps (default: ${DEFAULT-VALUE}).")
    private long finetuneSteps = 240;

    @Option(names = "--seeds", paramLabel = "K", description = "Do everything K times (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Rows in a batch (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(names = "--length", paramLabel = "N", description = "Tokens of an input (default: ${DEFAULT-VALUE}).")
    private int length = 64;

    @Option(
            names = "--dropout",
            paramLabel = "X",
            description = "Probability of dropping an activation; models that see so little text cannot spare any"
                    + " (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--test-examples",
            paramLabel = "N",
            description = "Test examples that are scored; 0 for all (default: ${DEFAULT-VALUE}).")
    private int testExamples = 400;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    private Path out;

    ReproduceCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Compute.check(options);
        Experiment.Settings settings = settings();
        boolean finished;
        try (Interruption interruption = new Interruption(options.console())) {
            Recorder recorder = new Recorder(interruption);
            finished = new Experiment(
                            settings, Corpora.open(corpus, options.console().in()), out)
                    .run(recorder);
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

    private Experiment.Settings settings() {
        if (steps < 1 || finetuneSteps < 1 || seeds < 1 || batch < 1 || length < 4 || testExamples < 0) {
            throw new IllegalArgumentException("expected --steps, --finetune-steps, --seeds and --batch of at least 1,"
                    + " --length of at least 4 and --test-examples of at least 0");
        }
        List<Task> wanted = wantedTasks();
        int validateEvery = (int) Math.max(1, finetuneSteps / VALIDATIONS);
        Plan pretraining = plan(steps, PRETRAINING_RATE, 0);
        Plan finetuning = plan(finetuneSteps, FINETUNING_RATE, validateEvery);
        return new Experiment.Settings(
                preset,
                archs.stream().map(Architecture::named).toList(),
                wanted,
                seeds,
                dropout,
                new Experiment.Training(batch, length, pretraining),
                new Experiment.Training(FINETUNING_ROWS * batch, length, finetuning),
                new Finetuning.Caps(Math.max(50, testExamples / 4), testExamples));
    }

    private List<Task> wantedTasks() {
        TaskSettings settings = TaskSettings.NONE.withNotes(options.console()::note);
        TaskSettings where = data == null ? settings : settings.withData(data);
        List<Task> wanted = tasks.stream().map(name -> Tasks.named(name, where)).toList();
        // what is wrong with a file should be found before the hours of pre-training
        for (Task task : wanted) {
            if (!Tasks.selfContained().contains(task.name())) {
                List.of(Split.TRAIN, Split.VALIDATION, Split.TEST).forEach(task::load);
            }
        }
        return wanted;
    }

    private Plan plan(long count, double rate, int evaluateEvery) {
        return new Plan(count, "adafactor", Rates.of(rate, count), 0, CHECKPOINT_EVERY, evaluateEvery, options.seed());
    }

    private Map<String, Object> describe() {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("preset", preset);
        asked.put("corpus", String.join(" ", corpus));
        asked.put("steps", steps);
        asked.put("finetune_steps", finetuneSteps);
        asked.put("seeds", (long) seeds);
        asked.put("seed", options.seed());
        asked.put("batch", (long) batch);
        asked.put("finetune_batch", (long) FINETUNING_ROWS * batch);
        asked.put("length", (long) length);
        asked.put("dropout", dropout);
        asked.put("test_examples", (long) testExamples);
        return asked;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("jdk", Runtime.version().toString());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("cores", (long) Runtime.getRuntime().availableProcessors());
        return machine;
    }

    /// Shows what goes on and keeps the report up to date, run by run.
    private final class Recorder implements Experiment.Listener {

        private final Interruption interruption;
        private final List<io.gatun.cli.report.Linear> linear = new ArrayList<>();
        private final List<io.gatun.cli.report.Pretraining> pretrainings = new ArrayList<>();
        private final List<Run> runs = new ArrayList<>();
        private TrainingDisplay shown;

        Recorder(Interruption interruption) {
            this.interruption = interruption;
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
            Report.write(new Results(describe(), machine(), linear, pretrainings, runs), out);
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
