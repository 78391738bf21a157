package io.gatun.train;

import io.gatun.data.EncodedExample;
import io.gatun.data.ExampleBatches;
import io.gatun.data.Permutation;
import io.gatun.data.Split;
import io.gatun.data.task.Example;
import io.gatun.data.task.Scores;
import io.gatun.data.task.Task;
import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.models.EncoderDecoder;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Fine-tuning on a task, text to text: the weights that do best on validation data are kept and scored on
/// test data.
///
/// @param task the task
/// @param rows examples in a batch
/// @param longestInput inputs are cut to this many tokens
/// @param caps how many examples are scored
/// @param plan how it is trained
public record Finetuning(Task task, int rows, int longestInput, Caps caps, Plan plan) {

    private static final int LONGEST_TARGET = 512; // COGS has 263 with 4,000 pieces

    /// How many examples are scored; 0 for all.
    ///
    /// @param validation of the validation split, each time
    /// @param test of the test split, at the end
    public record Caps(int validation, int test) {}

    /// What fine-tuning came to.
    ///
    /// @param scores on the test split; null if the run was asked to stop
    /// @param step steps taken
    /// @param examples how many training examples there were
    public record Result(Scores scores, long step, int examples) {}

    /// Where a fine-tuned model begins.
    ///
    /// @param model the weights
    /// @param vocabulary the tokenizer
    /// @param pretrained whether the weights were pre-trained
    public record Start(EncoderDecoder model, Vocabulary vocabulary, boolean pretrained) {}

    /// Trains a model in a directory.
    ///
    /// @param resume whether to go on where an earlier run in this directory was left
    /// @throws IOException if the directory cannot be written
    public Result run(ModelDirectory directory, Start start, boolean resume, Observer observer) throws IOException {
        List<Example> training = task.load(Split.TRAIN);
        Vocabulary vocabulary = start.vocabulary();
        Answering answering = new Answering(vocabulary, longestInput, longestTarget(training, vocabulary));
        List<EncodedExample> encoded = training.stream().map(answering::encode).toList();
        ExampleBatches.Settings settings = new ExampleBatches.Settings(rows, rows * longestInput, 1, plan.seed());
        EncoderDecoder model = start.model().on(plan.device());
        ExampleBatches batches = new ExampleBatches(encoded, settings);
        TrainingRun run = new TrainingRun(directory, model, batches, plan);
        run.begin(new Description(model.config(), vocabulary, describe(answering, start.pretrained())), resume);
        if (!run.isFinished()) {
            List<Example> validation = sample(task.load(Split.VALIDATION), caps.validation());
            TrainingRun.Outcome outcome = run.run(
                    () -> task.score(validation, answering.answer(model, validation))
                            .value(),
                    observer);
            if (!outcome.finished()) {
                return new Result(null, outcome.step(), training.size());
            }
        }
        SavedModel best = SavedModel.load(directory).on(plan.device());
        List<Example> test = sample(task.load(Split.TEST), caps.test());
        Scores scores = task.score(test, answering.answer(best.model(), test));
        AtomicFile.write(directory.metrics(), Json.pretty(metrics(model, start, scores)));
        return new Result(scores, plan.steps(), training.size());
    }

    private static int longestTarget(List<Example> training, Vocabulary vocabulary) {
        int longest = training.stream()
                .mapToInt(example -> vocabulary.encode(example.target()).length + 1)
                .max()
                .orElse(1);
        return Math.min(longest, LONGEST_TARGET);
    }

    /// Returns `cap` examples from all over, always the same ones, in their order: the first ones of many a file
    /// have one label.
    static List<Example> sample(List<Example> examples, int cap) {
        if (cap == 0 || cap >= examples.size()) {
            return examples;
        }
        Permutation shuffle = new Permutation(examples.size(), 0);
        return LongStream.range(0, cap)
                .map(shuffle::at)
                .sorted()
                .mapToObj(i -> examples.get((int) i))
                .toList();
    }

    private Map<String, Object> describe(Answering answering, boolean pretrained) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", task.name());
        json.put("labels", task.labels());
        json.put("max_input", answering.longestInput());
        json.put("max_target", answering.longestTarget());
        json.put("pretrained", pretrained);
        json.put("batch", rows);
        json.putAll(plan.toJson());
        return Map.of("task", json);
    }

    /// Returns what `metrics.json` holds.
    public Map<String, Object> metrics(EncoderDecoder model, Start start, Scores scores) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", task.name());
        json.put("arch", model.config().architecture().toString());
        json.put("pretrained", start.pretrained());
        json.putAll(Evaluation.toJson(scores));
        return json;
    }
}
