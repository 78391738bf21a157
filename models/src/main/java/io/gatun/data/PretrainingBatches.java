package io.gatun.data;

import java.util.ArrayList;
import java.util.function.Function;

/// Batches for span corruption: the sequences of a corpus in a new order each epoch, corrupted anew each
/// time.
///
/// Texts are read and encoded as they are needed, so a corpus may be larger than memory. Which sequence
/// comes when, and how it is corrupted, depends on seed, epoch and place alone.
public final class PretrainingBatches implements BatchSource {

    // what a random number is for is part of its key
    private static final int ORDER = 1;
    private static final int NOISE = 2;

    private final ShuffledSequences sequences;
    private final SpanCorruption corruption;
    private final Settings settings;

    /// The sizes of batches.
    ///
    /// @param rows sequences in a batch
    /// @param inputsLength the length of a corrupted input, end mark included
    /// @param multiple padded lengths are multiples of this
    /// @param seed the key of order and noise
    public record Settings(int rows, int inputsLength, int multiple, long seed) {

        /// Checks the numbers.
        public Settings {
            if (rows < 1 || multiple < 1) {
                throw new IllegalArgumentException(
                        "batches: expected at least one row and a multiple of at least 1, got " + rows + " and "
                                + multiple);
            }
        }

        /// Returns settings that pad no more than a batch needs.
        public static Settings of(int rows, int inputsLength, long seed) {
            return new Settings(rows, inputsLength, 1, seed);
        }
    }

    /// Creates the batches.
    ///
    /// @param encoder returns a text's tokens
    /// @throws IllegalArgumentException if the input length is too small
    public PretrainingBatches(
            Texts texts, Function<String, int[]> encoder, SpanCorruption corruption, Settings settings) {
        this(texts, encoder, corruption, settings, ShuffledSequences.BLOCK_TOKENS);
    }

    PretrainingBatches(
            Texts texts,
            Function<String, int[]> encoder,
            SpanCorruption corruption,
            Settings settings,
            int blockTokens) {
        this.corruption = corruption;
        this.settings = settings;
        int length = corruption.lengths(settings.inputsLength()).tokens();
        this.sequences = new ShuffledSequences(
                new SequenceReader(texts, encoder, length), Math.max(1, blockTokens / length), settings.seed(), ORDER);
    }

    @Override
    public Batch next() {
        var rows = new ArrayList<EncodedExample>();
        int[] examples = new int[settings.rows()];
        for (int i = 0; i < examples.length; i++) {
            Position place = sequences.position();
            int[] sequence = sequences.next();
            examples[i] = Math.toIntExact(sequences.number());
            var random = KeyedRandom.of(settings.seed(), NOISE, place.epoch(), place.index());
            rows.add(corruption.corrupt(sequence, random));
        }
        return Batch.of(rows, settings.multiple(), examples);
    }

    @Override
    public Position position() {
        return sequences.position();
    }

    @Override
    public void seek(Position position) {
        sequences.seek(position);
    }

    @Override
    public void close() {
        sequences.close();
    }
}
