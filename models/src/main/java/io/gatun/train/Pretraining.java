package io.gatun.train;

import io.gatun.data.PrefetchedBatches;
import io.gatun.data.PretrainingBatches;
import io.gatun.data.SpanCorruption;
import io.gatun.data.Texts;
import io.gatun.data.corpus.Corpus;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.tensor.Generator;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Pre-training by span corruption (Raffel et al. 2020).
///
/// @param config the model
/// @param rows sequences in a batch
/// @param length the length of a corrupted input, end mark included
/// @param plan how it is trained
public record Pretraining(ModelConfig config, int rows, int length, Plan plan) {

    private static final int BATCHES_AHEAD = 4;

    /// How pre-training ended.
    ///
    /// @param step steps taken
    /// @param loss the mean loss of the last steps
    /// @param tokensPerSecond the rate since it began or was resumed
    /// @param tokens the tokens that counted, in all steps
    /// @param finished whether all steps were taken
    /// @param model the trained model
    public record Result(
            long step, double loss, double tokensPerSecond, long tokens, boolean finished, EncoderDecoder model) {}

    /// Trains a model in a directory.
    ///
    /// @param resume whether to go on where an earlier run in this directory was left
    /// @throws IOException if the directory cannot be written
    public Result run(ModelDirectory directory, Text text, boolean resume, Observer observer) throws IOException {
        EncoderDecoder model =
                EncoderDecoder.create(config, Generator.seeded(plan.seed())).on(plan.device());
        Vocabulary vocabulary = text.vocabulary();
        SpanCorruption corruption = SpanCorruption.t5(
                new SpanCorruption.Sentinels(vocabulary.size() - 1, vocabulary.sentinels()), vocabulary.eosId());
        PretrainingBatches.Settings settings = PretrainingBatches.Settings.of(rows, length, plan.seed());
        try (var batches = new PrefetchedBatches(
                new PretrainingBatches(text.texts(), vocabulary::encode, corruption, settings), BATCHES_AHEAD)) {
            TrainingRun run = new TrainingRun(directory, model, batches, plan);
            run.begin(new Description(config, vocabulary, Map.of("pretraining", toJson(text))), resume);
            TrainingRun.Outcome outcome = run.run(null, observer);
            return new Result(
                    outcome.step(),
                    outcome.loss(),
                    outcome.tokensPerSecond(),
                    outcome.tokens(),
                    outcome.finished(),
                    model);
        }
    }

    private Map<String, Object> toJson(Text text) {
        Map<String, Object> json = new LinkedHashMap<>(plan.toJson());
        json.put("batch", rows);
        json.put("length", length);
        json.put("corpus", text.name());
        json.put("corpus_fingerprint", text.fingerprint());
        return json;
    }

    /// A corpus and what makes tokens of it.
    ///
    /// @param vocabulary what encodes it
    /// @param name what it is called
    /// @param fingerprint by which a run that goes on knows that it reads the same
    /// @param texts its texts
    public record Text(Vocabulary vocabulary, String name, String fingerprint, Texts texts) {

        /// Returns a corpus as what is read in pre-training.
        public static Text of(Corpus corpus, Vocabulary vocabulary) {
            return new Text(vocabulary, corpus.name(), corpus.fingerprint(), CorpusLines.texts(corpus));
        }
    }
}
