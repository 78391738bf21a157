package io.gatun.text;

/// What a new tokenizer should be like.
///
/// @param vocabSize the number of pieces in the model file, special and byte pieces included
/// @param normalization how text is normalized
/// @param byteFallback whether characters without a piece are spelled in bytes; this takes 256 pieces
/// @param characterCoverage the share of the corpus' characters that must have a piece, more than 0 and at most
///     1
/// @param maxSentences how many sentences to draw at random from the corpus; 0 for all
/// @param seed what the drawing starts from
/// @param threads how many threads may work; the result does not depend on it
public record TrainerSettings(
        int vocabSize,
        Normalization normalization,
        boolean byteFallback,
        double characterCoverage,
        int maxSentences,
        long seed,
        int threads) {

    /// @throws IllegalArgumentException if a value is out of its range
    public TrainerSettings {
        require(vocabSize > 0, "the vocabulary size must be positive, but is " + vocabSize);
        require(
                characterCoverage > 0 && characterCoverage <= 1,
                "the character coverage must be above 0 and at most 1, but is " + characterCoverage);
        require(maxSentences >= 0, "the number of sentences must not be negative, but is " + maxSentences);
        require(threads > 0, "the number of threads must be positive, but is " + threads);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /// T5's choices: NFKC, byte fallback, a coverage of 0.9995, every sentence, and all processors.
    ///
    /// (T5's own model has no byte fallback; with it no text is lost.)
    public static TrainerSettings t5(int vocabSize) {
        return new TrainerSettings(
                vocabSize,
                Normalization.NFKC,
                true,
                0.9995,
                0,
                0,
                Runtime.getRuntime().availableProcessors());
    }

    /// The same with another normalization.
    public TrainerSettings withNormalization(Normalization value) {
        return new TrainerSettings(vocabSize, value, byteFallback, characterCoverage, maxSentences, seed, threads);
    }

    /// The same with or without byte fallback.
    public TrainerSettings withByteFallback(boolean value) {
        return new TrainerSettings(vocabSize, normalization, value, characterCoverage, maxSentences, seed, threads);
    }

    /// The same with another share of characters that must have a piece.
    public TrainerSettings withCharacterCoverage(double value) {
        return new TrainerSettings(vocabSize, normalization, byteFallback, value, maxSentences, seed, threads);
    }

    /// The same, but trained on at most `count` sentences, drawn at random from all.
    public TrainerSettings withSample(int count, long newSeed) {
        return new TrainerSettings(vocabSize, normalization, byteFallback, characterCoverage, count, newSeed, threads);
    }

    /// The same on this many threads.
    public TrainerSettings withThreads(int value) {
        return new TrainerSettings(
                vocabSize, normalization, byteFallback, characterCoverage, maxSentences, seed, value);
    }
}
