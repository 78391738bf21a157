package io.gatun.data;

import java.util.ArrayList;
import java.util.function.Function;

/// Batches for span corruption: the sequences of a corpus in a new order each epoch, corrupted anew each time.
///
/// Texts are read and encoded as they are needed, so a corpus may be larger than memory. Which sequence comes
/// when, and how it is corrupted, depends on seed, epoch and place alone.
public final class PretrainingBatches implements BatchSource {

    // what a random number is for is part of its key
    private static final int ORDER = 1;
    private static final int NOISE = 2;

    private final ShuffledSequences sequences;
    private final SpanCorruption corruption;
    private final Settings settings;

    /// The sizes of batches and their part of the whole.
    ///
    /// @param rows sequences in a batch
    /// @param inputsLength the length of a corrupted input, end mark included
    /// @param multiple padded lengths are multiples of this
    /// @param seed the key of order and noise
    /// @param rank which of the `ranks` processes this is; each takes every `ranks`-th sequence
    /// @param ranks how many processes share the data
    public record Settings(int rows, int inputsLength, int multiple, long seed, int rank, int ranks) {

        /// Checks the numbers.
        public Settings {
            if (rows < 1 || multiple < 1 || ranks < 1 || rank < 0 || rank >= ranks) {
                throw new IllegalArgumentException(
                        "batches: expected at least one row, a multiple of at least 1 and a rank below the ranks, got "
                                + rows + ", " + multiple + ", " + rank + " and " + ranks);
            }
        }

        /// Returns the settings of a single process.
        public static Settings of(int rows, int inputsLength, long seed) {
            return new Settings(rows, inputsLength, 1, seed, 0, 1);
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
        for (int i = 0; i < settings.rows() * settings.ranks(); i++) {
            Position place = sequences.position();
            int[] sequence = sequences.next();
            if (i % settings.ranks() == settings.rank()) {
                examples[rows.size()] = Math.toIntExact(sequences.number());
                var random = KeyedRandom.of(settings.seed(), NOISE, place.epoch(), place.index());
                rows.add(corruption.corrupt(sequence, random));
            }
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
