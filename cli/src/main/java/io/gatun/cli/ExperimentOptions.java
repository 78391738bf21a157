package io.gatun.cli;

import io.gatun.data.Fingerprint;
import io.gatun.data.Split;
import io.gatun.data.task.Task;
import io.gatun.data.task.TaskSettings;
import io.gatun.data.task.Tasks;
import io.gatun.models.Architecture;
import io.gatun.models.ModelConfig;
import io.gatun.models.Presets;
import io.gatun.tensor.Device;
import io.gatun.text.Vocabulary;
import io.gatun.train.Experiment;
import io.gatun.train.Finetuning;
import io.gatun.train.Plan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say what `gatun reproduce` compares, and how long each run is.
final class ExperimentOptions {

    private static final int CHECKPOINT_EVERY = 200;
    private static final int VALIDATIONS = 3;
    private static final int LEAST_VALIDATION_EXAMPLES = 50;

    @Option(names = "--preset", paramLabel = "P", description = "Size of the models (default: ${DEFAULT-VALUE}).")
    private String preset = "nano";

    @Mixin
    private ShapeOptions shape;

    @Option(names = "--archs", split = ",", paramLabel = "A", description = "Architectures (default: all four).")
    private List<String> archs =
            Arrays.stream(Architecture.values()).map(Architecture::toString).toList();

    @Option(
            names = "--tasks",
            split = ",",
            paramLabel = "T",
            completionCandidates = KnownTasks.class,
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

    @Option(names = "--vocab", paramLabel = "N", description = "Pieces of the tokenizer (default: the preset's).")
    private Integer vocab;

    @Option(names = "--steps", paramLabel = "N", description = "Pre-training steps (default: ${DEFAULT-VALUE}).")
    private long steps = 500;

    @Option(
            names = "--finetune-steps",
            split = ",",
            paramLabel = "N|TASK=N",
            description = "Fine-tuning steps, of all tasks or of one, as in 240,imdb=400 (default: ${DEFAULT-VALUE}).")
    private List<String> finetuneSteps = List.of("240");

    @Option(names = "--seeds", paramLabel = "K", description = "Do everything K times (default: ${DEFAULT-VALUE}).")
    private int seeds = 1;

    @Option(names = "--batch", paramLabel = "N", description = "Rows in a batch (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(
            names = "--finetune-batch",
            split = ",",
            paramLabel = "N|TASK=N",
            description = "Rows in a batch of fine-tuning, whose rows are short (default: twice --batch).")
    private List<String> finetuneBatch = List.of();

    @Option(names = "--length", paramLabel = "N", description = "Tokens of an input (default: ${DEFAULT-VALUE}).")
    private int length = 64;

    @Option(
            names = "--finetune-length",
            split = ",",
            paramLabel = "N|TASK=N",
            description = "Tokens that inputs of tasks are cut to (default: --length).")
    private List<String> finetuneLength = List.of();

    @Option(
            names = "--lr",
            paramLabel = "X",
            description = "Greatest learning rate of pre-training (default: ${DEFAULT-VALUE}).")
    private double rate = 0.05;

    @Option(
            names = "--finetune-lr",
            split = ",",
            paramLabel = "X|TASK=X",
            description = "Greatest learning rate of fine-tuning (default: ${DEFAULT-VALUE}).")
    private List<String> finetuneRate = List.of("0.05");

    @Option(
            names = "--test-examples",
            paramLabel = "N",
            description = "Test examples that are scored; 0 for all (default: ${DEFAULT-VALUE}).")
    private int testExamples = 400;

    List<String> corpus() {
        return corpus;
    }

    /// The names that `--tasks` takes: those of tasks that need nothing but `--data`.
    static final class KnownTasks implements Iterable<String> {

        static List<String> names() {
            return Tasks.names().stream()
                    .filter(name -> !name.equals(Tasks.OWN))
                    .toList();
        }

        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    /// Returns what the options ask for.
    ///
    /// @throws IllegalArgumentException if a value is not possible
    Experiment.Settings settings(Console console, long seed, Device device) {
        int pieces = vocab == null ? Presets.pieces(preset) : vocab;
        Expect.range("--vocab", pieces, 1, Integer.MAX_VALUE);
        Expect.range("--steps", steps, 1, Long.MAX_VALUE);
        Expect.range("--seeds", seeds, 1, Integer.MAX_VALUE);
        Expect.range("--test-examples", testExamples, 0, Integer.MAX_VALUE);
        Expect.finite("--lr", rate, false);
        Expect.batch(batch, length, 4);
        List<Architecture> compared = archs.stream()
                .map(name -> Architecture.named(name.toLowerCase(Locale.ROOT)))
                .toList();
        Expect.different("--archs", compared);
        Expect.different("--tasks", tasks);
        compared.forEach(arch -> config(arch, Vocabulary.ROW_MULTIPLE)); // wrong values are found before any work
        Map<String, Experiment.Training> finetuning = finetuning(seed, device);
        return new Experiment.Settings(
                new Experiment.Models(pieces, this::config),
                compared,
                wantedTasks(console),
                seeds,
                new Experiment.Training(
                        batch, length, plan(steps, rate, 0, seed).on(device)),
                finetuning,
                new Finetuning.Caps(Math.max(LEAST_VALIDATION_EXAMPLES, testExamples / 4), testExamples));
    }

    private ModelConfig config(Architecture arch, int vocab) {
        // models that see so little text cannot spare any: no dropout unless it is asked for
        return shape.applyToOneOfMany(Presets.of(preset, arch, vocab).withDropout(0));
    }

    private Map<String, Experiment.Training> finetuning(long seed, Device device) {
        Map<String, Long> rows = finetuneBatch();
        Map<String, Long> lengths = finetuneLength();
        Map<String, Double> rates = finetuneRate();
        Map<String, Experiment.Training> finetuning = new LinkedHashMap<>();
        finetuneSteps().forEach((task, count) -> {
            Expect.batch("--finetune-batch", rows.get(task), "--finetune-length", lengths.get(task), 2);
            int validateEvery = Math.clamp(Math.ceilDiv(count, VALIDATIONS), 1, Integer.MAX_VALUE);
            Plan plan = plan(count, rates.get(task), validateEvery, seed).on(device);
            finetuning.put(
                    task,
                    new Experiment.Training(Math.toIntExact(rows.get(task)), Math.toIntExact(lengths.get(task)), plan));
        });
        return finetuning;
    }

    private static Plan plan(long count, double rate, int evaluateEvery, long seed) {
        return new Plan(count, "adafactor", Rates.of(rate, count), 0, CHECKPOINT_EVERY, evaluateEvery, seed);
    }

    private Map<String, Long> finetuneSteps() {
        return new PerTask("--finetune-steps", finetuneSteps).of(tasks, null, PerTask::whole);
    }

    private Map<String, Long> finetuneBatch() {
        return new PerTask("--finetune-batch", finetuneBatch).of(tasks, 2L * batch, PerTask::whole);
    }

    private Map<String, Long> finetuneLength() {
        return new PerTask("--finetune-length", finetuneLength).of(tasks, (long) length, PerTask::whole);
    }

    private Map<String, Double> finetuneRate() {
        return new PerTask("--finetune-lr", finetuneRate).of(tasks, null, PerTask::positive);
    }

    private List<Task> wantedTasks(Console console) {
        TaskSettings settings = TaskSettings.NONE.withNotes(console::note);
        TaskSettings where = data == null ? settings : settings.withData(data);
        if (tasks.contains(Tasks.OWN)) {
            throw new IllegalArgumentException("--tasks: file is for gatun finetune, which has options for its files;"
                    + " expected some of " + String.join(", ", KnownTasks.names()));
        }
        return tasks.stream().map(name -> Tasks.named(name, where)).toList();
    }

    /// Reads the tasks' files, so that what is wrong with one is found before the hours of pre-training.
    ///
    /// @return what the data of each task that has files is told apart by
    /// @throws io.gatun.data.task.TaskException if files are missing or damaged, or hold too little
    static Map<String, String> fingerprints(List<Task> tasks) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Task task : tasks) {
            if (!Tasks.selfContained().contains(task.name())) {
                Fingerprint data = new Fingerprint();
                for (Split split : List.of(Split.TRAIN, Split.VALIDATION, Split.TEST)) {
                    data.add(TaskOptions.loadSome(task, split));
                }
                all.put(task.name(), data.hex());
            }
        }
        return all;
    }

    /// Returns the names of the tasks, in the order that they were given.
    List<String> tasks() {
        return tasks;
    }

    /// Returns what decides every single run: one that goes on must have the same, though it may have
    /// more tasks, architectures and seeds.
    Map<String, Object> describe(long seed) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("preset", preset);
        asked.putAll(shape.given());
        if (vocab != null) {
            asked.put("vocab", (long) vocab);
        }
        asked.put("corpus", String.join(" ", corpus));
        asked.put("steps", steps);
        asked.put("finetune_steps", finetuneSteps());
        asked.put("seed", seed);
        asked.put("batch", (long) batch);
        asked.put("finetune_batch", finetuneBatch());
        asked.put("length", (long) length);
        asked.put("finetune_length", finetuneLength());
        asked.put("lr", rate);
        asked.put("finetune_lr", finetuneRate());
        asked.put("test_examples", (long) testExamples);
        return asked;
    }

    /// Returns the size of the models in words: their architectures share it.
    String model() {
        ModelConfig.Size size =
                config(Architecture.TRANSFORMER, Vocabulary.ROW_MULTIPLE).size();
        return "d_model %d, d_ff %d, %d heads of %d, layers %d + %d"
                .formatted(
                        size.dModel(),
                        size.dFf(),
                        size.heads(),
                        size.dKv(),
                        size.encoderLayers(),
                        size.decoderLayers());
    }

    /// Returns how many times everything is done.
    int seeds() {
        return seeds;
    }
}
