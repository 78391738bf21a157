package io.gatun.cli;

import io.gatun.data.corpus.Corpora;
import io.gatun.data.corpus.Corpus;
import io.gatun.text.Normalization;
import io.gatun.text.Tokenizer;
import io.gatun.text.TokenizerTrainer;
import io.gatun.text.TrainerSettings;
import io.gatun.text.TrainingProgress.Stage;
import io.gatun.train.CorpusLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun tokenizer train`: makes a SentencePiece unigram model from text.
@Command(name = "train", description = "Train a SentencePiece unigram model on text, on the CPU.")
final class TokenizerTrain implements Callable<Integer> {

    private final GlobalOptions options;

    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "CORPUS",
            description = "jdk, - for stdin, or text files, .gz, JSON lines and directories of them.")
    private List<String> input;

    @Option(names = "--vocab", required = true, paramLabel = "N", description = "The number of pieces in the model.")
    private int vocab;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The model to write.")
    private Path out;

    @Option(
            names = "--normalizer",
            paramLabel = "nfkc|identity",
            description = "How text is normalized before it is cut (default: nfkc).")
    private String normalizer = "nfkc";

    @Option(
            names = "--no-byte-fallback",
            description = "Do not spell characters without a piece in bytes; they become unknown.")
    private boolean noByteFallback;

    @Option(
            names = "--coverage",
            paramLabel = "X",
            description = "The share of the text's characters that must have a piece (default: ${DEFAULT-VALUE}).")
    private double coverage = 0.9995;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Train on N lines drawn at random; 0 for all (default: ${DEFAULT-VALUE}).")
    private int sample;

    TokenizerTrain(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Compute.check(options);
        TrainerSettings settings = TrainerSettings.t5(vocab)
                .withNormalization(normalization())
                .withByteFallback(!noByteFallback)
                .withCharacterCoverage(coverage)
                .withSample(sample, options.seed())
                .withThreads(options.threads());
        Path folder = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out)) {
            throw new IllegalArgumentException("--out: expected a file, got the directory " + out);
        }
        Files.createDirectories(folder);
        long begun = System.nanoTime();
        Tokenizer tokenizer = train(settings);
        tokenizer.save(out);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", out.toString());
        result.put("pieces", tokenizer.vocabSize());
        result.put("seconds", seconds);
        String text =
                String.format(Locale.ROOT, "%s: %d pieces, trained in %.1f s", out, tokenizer.vocabSize(), seconds);
        options.console().result(result, text);
        return ExitStatus.DONE;
    }

    private Tokenizer train(TrainerSettings settings) {
        Corpus corpus = Corpora.open(input, options.console().in(), options.console()::note);
        try (Progress progress = options.console().progress("tokenizer", 0, "")) {
            TokenizerTrainer trainer =
                    new TokenizerTrainer(settings, (stage, count, _) -> progress.to(count, describe(stage)));
            return trainer.train(CorpusLines.of(corpus));
        }
    }

    private static String describe(Stage stage) {
        return switch (stage) {
            case READING -> "lines read";
            case SEEDING -> "frequent substrings";
            case PRUNING -> "pieces left";
            case DONE -> "pieces";
        };
    }

    private Normalization normalization() {
        return switch (normalizer) {
            case "nfkc" -> Normalization.NFKC;
            case "identity" -> Normalization.IDENTITY;
            default -> throw new IllegalArgumentException("--normalizer: expected nfkc or identity, got " + normalizer);
        };
    }
}
