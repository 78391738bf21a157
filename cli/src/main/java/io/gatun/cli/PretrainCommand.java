package io.gatun.cli;

import io.gatun.data.corpus.Corpora;
import io.gatun.data.corpus.Corpus;
import io.gatun.models.Presets;
import io.gatun.tensor.Device;
import io.gatun.text.Tokenizer;
import io.gatun.text.TokenizerTrainer;
import io.gatun.text.TrainerSettings;
import io.gatun.text.Vocabulary;
import io.gatun.train.CorpusLines;
import io.gatun.train.ModelDirectory;
import io.gatun.train.Plan;
import io.gatun.train.Pretraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatun pretrain`: span-corruption pre-training.
@Command(name = "pretrain", description = "Pre-train a model by span corruption.")
final class PretrainCommand implements Callable<Integer> {

    private static final double RATE = 0.02;
    private static final int TOKENIZER_SENTENCES = 50_000;

    private final GlobalOptions options;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PlanOptions plan;

    @Option(
            names = "--corpus",
            required = true,
            arity = "1..*",
            paramLabel = "CORPUS",
            description = "jdk, text files, .gz, JSON lines, folders of these, or - for stdin.")
    private List<String> corpus;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "A SentencePiece model (default: one is trained on the corpus).")
    private Path tokenizer;

    @Option(names = "--vocab", paramLabel = "N", description = "Pieces of a tokenizer that is trained.")
    private Integer vocab;

    @Option(names = "--batch", paramLabel = "N", description = "Sequences in a batch (default: ${DEFAULT-VALUE}).")
    private int batch = 32;

    @Option(names = "--length", paramLabel = "N", description = "Tokens of an input (default: ${DEFAULT-VALUE}).")
    private int length = 128;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The model directory.")
    private Path out;

    PretrainCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Device device = Compute.device(options);
        Expect.batch(batch, length, 4);
        model.config(Vocabulary.ROW_MULTIPLE); // wrong values are found before any work is done
        Plan training = plan.plan(RATE, options.seed(), device);
        Corpus texts = Corpora.open(corpus, options.console().in(), options.console()::note);
        ModelDirectory directory = ModelDirectory.create(out);
        Vocabulary vocabulary = Vocabulary.of(tokenizer(directory, texts));
        Pretraining.Text text = Pretraining.Text.of(texts, vocabulary);
        Pretraining pretraining = new Pretraining(model.config(vocabulary.embeddingRows()), batch, length, training);
        try (Interruption interruption = new Interruption(options.console())) {
            Pretraining.Result result;
            try (Progress progress = options.console().progress("pretrain", training.steps(), "steps");
                    TrainingDisplay display = new TrainingDisplay(progress, interruption)) {
                result = pretraining.run(directory, text, plan.resume(), display);
            }
            print(result); // before the process may end
            return result.finished() ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
        }
    }

    private void print(Pretraining.Result result) {
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("step", result.step());
        last.put("loss", Double.isNaN(result.loss()) ? null : result.loss());
        last.put("tokens_per_second", result.tokensPerSecond());
        last.put("tokens", result.tokens());
        String text = String.format(
                Locale.ROOT,
                "step %d, loss %.4f, %.0f tokens/s, %d tokens",
                result.step(),
                result.loss(),
                result.tokensPerSecond(),
                result.tokens());
        options.console().result(last, text);
    }

    private Tokenizer tokenizer(ModelDirectory directory, Corpus texts) throws IOException {
        if (tokenizer != null) {
            return Tokenizer.load(tokenizer);
        }
        if (plan.resume() && Files.exists(directory.tokenizer())) {
            return Tokenizer.load(directory.tokenizer());
        }
        options.console().note("training a tokenizer");
        int pieces = vocab == null ? Presets.pieces(model.preset()) : vocab;
        TrainerSettings settings = TrainerSettings.t5(pieces)
                .withThreads(options.threads())
                .withSample(TOKENIZER_SENTENCES, options.seed());
        return new TokenizerTrainer(settings).train(CorpusLines.of(texts));
    }
}
