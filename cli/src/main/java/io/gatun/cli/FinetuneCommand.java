package io.gatun.cli;

import io.gatun.data.Split;
import io.gatun.data.task.Task;
import io.gatun.json.Json;
import io.gatun.models.EncoderDecoder;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.text.Tokenizer;
import io.gatun.text.Vocabulary;
import io.gatun.train.Finetuning;
import io.gatun.train.ModelDirectory;
import io.gatun.train.Plan;
import io.gatun.train.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatun finetune`: fine-tunes a model on a task and scores it on test data.
@Command(name = "finetune", description = "Fine-tune a model on a task, from a pre-trained model or from scratch.")
final class FinetuneCommand implements Callable<Integer> {

    private static final double RATE = 0.01;

    private final GlobalOptions options;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PlanOptions plan;

    @Mixin
    private TaskOptions task;

    @Option(names = "--model", paramLabel = "DIR", description = "A pre-trained model to begin with.")
    private Path pretrained;

    @Option(names = "--tokenizer", paramLabel = "FILE", description = "A SentencePiece model, if there is no --model.")
    private Path tokenizer;

    @Option(names = "--batch", paramLabel = "N", description = "Examples in a batch (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "Inputs are cut to N tokens (default: ${DEFAULT-VALUE}).")
    private int length = 128;

    @Option(
            names = "--validation-examples",
            paramLabel = "N",
            description = "How many validation examples are scored each time; 0 for all (default: ${DEFAULT-VALUE}).")
    private int validationExamples = 500;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The model directory.")
    private Path out;

    FinetuneCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Device device = Compute.device(options);
        Expect.batch(batch, length, 2);
        Expect.range("--validation-examples", validationExamples, 0, Integer.MAX_VALUE);
        Plan training = plan.plan(RATE, options.seed(), device);
        Finetuning.Start start = start();
        Task what = task.task(List.of(), options.console());
        task.checkFiles(what, Split.TRAIN, Split.VALIDATION, Split.TEST);
        ModelDirectory directory = ModelDirectory.create(out);
        Finetuning finetuning =
                new Finetuning(what, batch, length, new Finetuning.Caps(validationExamples, 0), training);
        Finetuning.Result result;
        try (Interruption interruption = new Interruption(options.console());
                Progress progress = options.console().progress("finetune", training.steps(), "steps");
                TrainingDisplay display = new TrainingDisplay(progress, interruption)) {
            result = finetuning.run(directory, start, plan.resume(), display);
        }
        if (result.scores() == null) {
            return ExitStatus.INTERRUPTED;
        }
        Map<String, Object> metrics = finetuning.metrics(start.model(), start, result.scores());
        options.console().result(metrics, Json.pretty(metrics).strip());
        return ExitStatus.DONE;
    }

    private Finetuning.Start start() throws IOException {
        if (pretrained != null) {
            if (model.given() || tokenizer != null) {
                throw new IllegalArgumentException(
                        "--model brings its architecture and tokenizer: leave --arch and --tokenizer out");
            }
            SavedModel saved = SavedModel.load(ModelDirectory.open(pretrained)).checkTrainable();
            return new Finetuning.Start(saved.model(), saved.vocabulary(), true);
        }
        if (tokenizer == null) {
            throw new IllegalArgumentException(
                    "expected --model DIR to begin with, or --arch A --tokenizer FILE to begin from scratch");
        }
        Vocabulary vocabulary = Vocabulary.of(Tokenizer.load(tokenizer));
        EncoderDecoder fresh =
                EncoderDecoder.create(model.config(vocabulary.embeddingRows()), Generator.seeded(options.seed()));
        return new Finetuning.Start(fresh, vocabulary, false);
    }
}
