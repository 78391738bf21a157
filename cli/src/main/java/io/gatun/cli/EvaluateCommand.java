package io.gatun.cli;

import io.gatun.data.Split;
import io.gatun.data.task.Task;
import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.tensor.Device;
import io.gatun.train.Evaluation;
import io.gatun.train.ModelDirectory;
import io.gatun.train.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatun evaluate`: scores a fine-tuned model on a split.
@Command(name = "evaluate", description = "Score a fine-tuned model on a split of a task.")
final class EvaluateCommand implements Callable<Integer> {

    private final GlobalOptions options;

    @Mixin
    private TaskOptions task;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A fine-tuned model.")
    private Path model;

    @Option(names = "--split", paramLabel = "NAME", description = "Which split (default: ${DEFAULT-VALUE}).")
    private String split = "test";

    @Option(names = "--limit", paramLabel = "N", description = "At most N examples; 0 for all (default: all).")
    private int limit;

    @Option(
            names = "--rank",
            description = "Answer with the label that the model finds most probable, not with what it generates.")
    private boolean rank;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write input, gold and predicted, tab-separated.")
    private Path predictions;

    EvaluateCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Device device = Compute.device(options);
        Expect.range("--limit", limit, 0, Integer.MAX_VALUE);
        if (predictions != null) {
            checkWritable(predictions);
        }
        Split wanted = Split.named(split);
        SavedModel saved = SavedModel.load(ModelDirectory.open(model)).on(device);
        Evaluation evaluation = Evaluation.of(saved);
        Task what = task.task(Evaluation.labels(saved), options.console());
        checkTask(saved, what);
        task.checkFiles(what, wanted);
        Evaluation.Result result = evaluation.run(what, wanted, limit, rank);
        if (predictions != null) {
            AtomicFile.write(predictions, lines(result));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", what.name());
        json.put("split", wanted.toString());
        json.putAll(Evaluation.toJson(result.scores()));
        Map<String, Double> categories = result.byCategory(what);
        if (categories.size() > 1) {
            json.put("categories", categories);
        }
        options.console().result(json, Json.pretty(json).strip());
        return ExitStatus.DONE;
    }

    /// A model may be scored on another task than its own if its answers are answers there.
    private void checkTask(SavedModel saved, Task asked) {
        String own = Evaluation.taskName(saved);
        if (own.equals(asked.name())) {
            return;
        }
        List<String> labels = Evaluation.labels(saved);
        List<String> wanted = task.task(List.of(), options.console()).labels();
        if (!Set.copyOf(labels).equals(Set.copyOf(wanted))) {
            throw new IllegalArgumentException(
                    "--task: this model was fine-tuned on %s, whose answers are %s; expected a task with the same, got %s with %s"
                            .formatted(own, said(labels), asked.name(), said(wanted)));
        }
        options.console().note("this model was fine-tuned on " + own + ", and is scored on " + asked.name());
    }

    private static String said(List<String> labels) {
        return labels.isEmpty() ? "free text" : String.join(", ", labels);
    }

    /// Finds out before the work what would be a pity after it.
    private static void checkWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("--predictions: expected a file, got the directory " + file);
        }
        if (!Files.isDirectory(file.toAbsolutePath().getParent())) {
            throw new IllegalArgumentException("--predictions: there is no directory for the file " + file);
        }
    }

    private static String lines(Evaluation.Result result) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < result.answers().size(); i++) {
            lines.append(field(result.examples().get(i).input()))
                    .append('\t')
                    .append(field(result.examples().get(i).target()))
                    .append('\t')
                    .append(field(result.answers().get(i)))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String field(String text) {
        return text.replaceAll("[\\t\\r\\n]", " ");
    }
}
