package io.gatun.train;

import io.gatun.data.Split;
import io.gatun.data.corpus.Corpus;
import io.gatun.data.task.Example;
import io.gatun.data.task.Scores;
import io.gatun.data.task.Task;
import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.tensor.Generator;
import io.gatun.text.Tokenizer;
import io.gatun.text.TokenizerTrainer;
import io.gatun.text.TrainerSettings;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/// The paper's comparison: one tokenizer, each architecture pre-trained once a seed, then fine-tuned on
/// each task from scratch and from the pre-trained weights.
///
/// Everything is kept in an [ExperimentDirectory], run by run, so an experiment that was stopped goes on
/// where it was. A run whose loss diverges is left at that, and the others go on.
public final class Experiment {

    private static final int TOKENIZER_SENTENCES = 20_000;

    private final Settings settings;
    private final ExperimentDirectory directory;
    private final Corpus corpus;

    /// What is compared, and how long each run is.
    ///
    /// @param models the models
    /// @param archs the architectures
    /// @param tasks the tasks
    /// @param seeds how many times everything is done
    /// @param pretraining how pre-training is done
    /// @param finetuning how fine-tuning on a task is done, by the task's name
    /// @param caps how many examples are scored
    public record Settings(
            Models models,
            List<Architecture> archs,
            List<Task> tasks,
            int seeds,
            Training pretraining,
            Map<String, Training> finetuning,
            Finetuning.Caps caps) {}

    /// The models that are compared.
    ///
    /// @param pieces how many pieces their tokenizer has
    /// @param config returns an architecture's configuration for so many rows of the embedding
    public record Models(int pieces, BiFunction<Architecture, Integer, ModelConfig> config) {}

    /// How a run is trained.
    ///
    /// @param rows rows in a batch
    /// @param length the greatest length of an input
    /// @param plan steps, optimizer and schedule
    public record Training(int rows, int length, Plan plan) {}

    /// Is told what the experiment does.
    public interface Listener {

        /// Is told what begins now; `steps` is 0 if that is not known.
        Observer begins(String what, long steps);

        /// Is told that a pre-training ended.
        void pretrained(Pretrained pretrained) throws IOException;

        /// Is told that the linear classifier of a task was trained and scored.
        void linear(Linear linear) throws IOException;

        /// Is told that a run ended.
        void finetuned(Finetuned finetuned) throws IOException;

        /// Is told of training that cannot go on.
        void failed(Failed failed) throws IOException;
    }

    /// A pre-trained model.
    ///
    /// @param arch its architecture
    /// @param seed its seed
    /// @param directory where it lies
    /// @param numbers steps, tokens, seconds, params, and `cpu_share` where it is known
    public record Pretrained(Architecture arch, long seed, ModelDirectory directory, JsonObject numbers) {}

    /// The linear classifier of a task, which every model should beat.
    ///
    /// @param task the task
    /// @param numbers its scores, and seconds
    public record Linear(String task, JsonObject numbers) {}

    /// A fine-tuned model.
    ///
    /// @param arch its architecture
    /// @param seed its seed
    /// @param task its task
    /// @param pretrained whether it began from pre-trained weights
    /// @param directory where it lies
    /// @param numbers its scores, baseline, steps, seconds, params, and `cpu_share` where it is known
    public record Finetuned(
            Architecture arch,
            long seed,
            String task,
            boolean pretrained,
            ModelDirectory directory,
            JsonObject numbers) {}

    /// Training that cannot go on.
    ///
    /// @param what which, in words
    /// @param directory where it lies; without the `failed.json` in it, it is tried again
    /// @param message why
    public record Failed(String what, ModelDirectory directory, String message) {}

    /// Creates an experiment in a directory.
    public Experiment(Settings settings, Corpus corpus, ExperimentDirectory directory) {
        this.settings = settings;
        this.corpus = corpus;
        this.directory = directory;
    }

    /// Does what is not done yet. The listener is first told of all that is over.
    ///
    /// @return whether all is over; if not, the listener asked to stop
    /// @throws IOException if a file cannot be read or written
    public boolean run(Listener listener) throws IOException {
        Files.createDirectories(directory.path());
        directory.tellAll(listener);
        Vocabulary vocabulary = vocabulary(listener);
        Pretraining.Text text = Pretraining.Text.of(corpus, vocabulary);
        for (int i = 0; i < settings.seeds(); i++) {
            for (Architecture arch : settings.archs()) {
                if (!pretrain(arch, seed(i), text, listener)) {
                    return false;
                }
            }
            for (Task task : settings.tasks()) {
                if (!runs(new LoadedTask(task), i, vocabulary, listener)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean runs(Task task, int repetition, Vocabulary vocabulary, Listener listener) throws IOException {
        if (repetition == 0 && task.classification()) {
            linear(task, listener);
        }
        for (Architecture arch : settings.archs()) {
            for (boolean pretrained : new boolean[] {false, true}) {
                Cell cell = new Cell(arch, seed(repetition), task, pretrained);
                boolean possible = !pretrained
                        || !Files.exists(ExperimentDirectory.failure(directory.pretraining(arch, cell.seed())));
                if (possible && !finetune(cell, vocabulary, listener)) {
                    return false;
                }
            }
        }
        return true;
    }

    private Vocabulary vocabulary(Listener listener) throws IOException {
        Path file = directory.tokenizer();
        if (!Files.exists(file)) {
            listener.begins("training the tokenizer", 0);
            TrainerSettings trainer = TrainerSettings.t5(settings.models().pieces())
                    .withSample(
                            TOKENIZER_SENTENCES, settings.pretraining().plan().seed());
            new TokenizerTrainer(trainer).train(CorpusLines.of(corpus)).save(file);
        }
        return Vocabulary.of(Tokenizer.load(file));
    }

    private ModelConfig config(Architecture arch, Vocabulary vocabulary) {
        return settings.models().config().apply(arch, vocabulary.embeddingRows());
    }

    private long seed(int repetition) {
        return settings.pretraining().plan().seed() + repetition;
    }

    private static void fail(ModelDirectory home, TrainingException e) throws IOException {
        AtomicFile.write(ExperimentDirectory.failure(home), Json.pretty(Map.of("message", e.getMessage())));
    }

    private boolean pretrain(Architecture arch, long seed, Pretraining.Text text, Listener listener)
            throws IOException {
        ModelDirectory home =
                ModelDirectory.create(directory.pretraining(arch, seed).path());
        if (ExperimentDirectory.over(home)) {
            return true;
        }
        Training training = settings.pretraining();
        Plan plan = training.plan().seeded(seed);
        ModelConfig config = config(arch, text.vocabulary());
        Stopwatch watch =
                new Stopwatch(home.path(), plan.device(), listener.begins("pre-training " + arch, plan.steps()));
        try {
            Pretraining.Result result =
                    new Pretraining(config, training.rows(), training.length(), plan).run(home, text, true, watch);
            if (!result.finished()) {
                return false;
            }
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("steps", result.step());
            numbers.put("tokens", result.tokens());
            numbers.putAll(watch.toJson());
            numbers.put("params", result.model().parameterCount());
            AtomicFile.write(ExperimentDirectory.pretrainingNumbers(home), Json.pretty(numbers));
        } catch (TrainingException e) {
            fail(home, e);
        }
        watch.end();
        directory.tellPretraining(arch, seed, listener);
        return true;
    }

    private void linear(Task task, Listener listener) throws IOException {
        Path done = directory.linear(task.name());
        if (Files.exists(done)) {
            return;
        }
        listener.begins("linear classifier, " + task.name(), 0);
        long began = System.nanoTime();
        Scores scores = LinearBaseline.score(task, test(task), seed(0));
        Map<String, Object> numbers = new LinkedHashMap<>(Evaluation.toJson(scores));
        numbers.put("seconds", (System.nanoTime() - began) / 1e9);
        Files.createDirectories(done.getParent());
        AtomicFile.write(done, Json.pretty(numbers));
        directory.tellLinear(task.name(), listener);
    }

    /// One run of the comparison.
    private record Cell(Architecture arch, long seed, Task task, boolean pretrained) {

        String name() {
            return ExperimentDirectory.words(task.name(), arch, pretrained);
        }
    }

    private boolean finetune(Cell cell, Vocabulary vocabulary, Listener listener) throws IOException {
        String task = cell.task().name();
        ModelDirectory home = ModelDirectory.create(
                directory.run(task, cell.arch(), cell.pretrained(), cell.seed()).path());
        if (ExperimentDirectory.over(home)) {
            return true;
        }
        Training training = settings.finetuning().get(task);
        Plan plan = training.plan().seeded(cell.seed());
        Finetuning.Start start = start(cell, vocabulary);
        Stopwatch watch = new Stopwatch(home.path(), plan.device(), listener.begins(cell.name(), plan.steps()));
        try {
            Finetuning.Result result = new Finetuning(
                            cell.task(), training.rows(), training.length(), settings.caps(), plan)
                    .run(home, start, true, watch);
            if (result.scores() == null) {
                return false;
            }
            Map<String, Object> numbers = new LinkedHashMap<>(Evaluation.toJson(result.scores()));
            numbers.put("baseline", baseline(cell.task()));
            numbers.put("steps", result.step());
            numbers.putAll(watch.toJson());
            numbers.put("params", start.model().parameterCount());
            numbers.put("train_examples", result.examples());
            AtomicFile.write(ExperimentDirectory.runNumbers(home), Json.pretty(numbers));
        } catch (TrainingException e) {
            fail(home, e);
        }
        watch.end();
        Files.deleteIfExists(home.training());
        directory.tellRun(task, cell.arch(), cell.pretrained(), cell.seed(), listener);
        return true;
    }

    private Finetuning.Start start(Cell cell, Vocabulary vocabulary) throws IOException {
        if (cell.pretrained()) {
            SavedModel saved = SavedModel.load(directory.pretraining(cell.arch(), cell.seed()))
                    .checkTrainable();
            return new Finetuning.Start(saved.model(), vocabulary, true);
        }
        ModelConfig config = config(cell.arch(), vocabulary);
        return new Finetuning.Start(EncoderDecoder.create(config, Generator.seeded(cell.seed())), vocabulary, false);
    }

    private double baseline(Task task) {
        return Scores.baseline(task, task.load(Split.TRAIN), test(task));
    }

    private List<Example> test(Task task) {
        return Finetuning.sample(task.load(Split.TEST), settings.caps().test());
    }
}
