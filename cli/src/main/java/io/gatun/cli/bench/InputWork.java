package io.gatun.cli.bench;

import io.gatun.data.Batch;
import io.gatun.data.PretrainingBatches;
import io.gatun.data.SpanCorruption;
import io.gatun.data.corpus.Corpora;
import io.gatun.data.corpus.Corpus;
import io.gatun.text.TokenizerTrainer;
import io.gatun.text.TrainerSettings;
import io.gatun.text.Vocabulary;
import io.gatun.train.CorpusLines;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Batches of pre-training, from the JDK's sources to padded ids: read, encoded, shuffled, corrupted. What it has
/// in tokens a second, on one thread, is the most that training can have.
final class InputWork implements Work {

    private static final int BATCHES = 500; // about an epoch: texts are read in bursts, so single batches differ much
    private static final int PIECES = 4000;
    private static final int SENTENCES = 20_000;

    private final PretrainingBatches batches;
    private final int tokens;

    private InputWork(int rows, int length, long seed) {
        Corpus corpus = Corpora.open(List.of("jdk"));
        TrainerSettings settings = TrainerSettings.t5(PIECES).withSample(SENTENCES, seed);
        Vocabulary vocabulary = Vocabulary.of(new TokenizerTrainer(settings).train(CorpusLines.of(corpus)));
        SpanCorruption corruption = SpanCorruption.t5(
                new SpanCorruption.Sentinels(vocabulary.size() - 1, vocabulary.sentinels()), vocabulary.eosId());
        batches = new PretrainingBatches(
                CorpusLines.texts(corpus),
                vocabulary::encode,
                corruption,
                PretrainingBatches.Settings.of(rows, length, seed));
        Batch first = batches.next();
        tokens = Arrays.stream(first.inputLengths()).sum()
                + Arrays.stream(first.targetLengths()).sum();
    }

    static Supplier<Work> of(Case asked, long seed) {
        int rows = asked.count("B", 64);
        int length = asked.count("S", 128);
        if (length < 4) {
            throw asked.wrong("expected S of at least 4, got " + length);
        }
        asked.checkSize(rows, length);
        return () -> new InputWork(rows, length, seed);
    }

    @Override
    public void iterate() {
        for (int i = 0; i < BATCHES; i++) {
            Batch _ = batches.next();
        }
    }

    @Override
    public Amount amount() {
        return new Amount(0, (double) BATCHES * tokens, 0);
    }
}
