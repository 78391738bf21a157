package io.gatun.data;

import java.util.ArrayList;

/// Batches for span corruption: the sequences of a corpus in a new order each epoch, corrupted anew each time.
///
/// Which sequence comes when, and how it is corrupted, depends on seed, epoch and place alone.
public final class PretrainingBatches implements BatchSource {

    // what a random number is for is part of its key
    private static final int ORDER = 1;
    private static final int NOISE = 2;

    private final PackedTokens tokens;
    private final SpanCorruption corruption;
    private final Settings settings;
    private final int sequenceLength;
    private final int sequences;
    private long epoch;
    private long index;
    private Permutation order;

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
    /// @throws IllegalArgumentException if the input length is too small
    public PretrainingBatches(PackedTokens tokens, SpanCorruption corruption, Settings settings) {
        this.tokens = tokens;
        this.corruption = corruption;
        this.settings = settings;
        this.sequenceLength = corruption.lengths(settings.inputsLength()).tokens();
        this.sequences = tokens.sequences(sequenceLength);
        seek(Position.START);
    }

    /// Returns how many sequences an epoch has.
    public int sequences() {
        return sequences;
    }

    @Override
    public Batch next() {
        var rows = new ArrayList<EncodedExample>();
        int[] examples = new int[settings.rows()];
        for (int i = 0; i < settings.rows() * settings.ranks(); i++) {
            if (i % settings.ranks() == settings.rank()) {
                int sequence = Math.toIntExact(order.at(index));
                examples[rows.size()] = sequence;
                var random = KeyedRandom.of(settings.seed(), NOISE, epoch, index);
                rows.add(corruption.corrupt(tokens.sequence(sequence, sequenceLength), random));
            }
            advance();
        }
        return Batch.of(rows, settings.multiple(), examples);
    }

    private void advance() {
        if (++index == sequences) {
            seek(new Position(epoch + 1, 0));
        }
    }

    @Override
    public Position position() {
        return new Position(epoch, index);
    }

    @Override
    public void seek(Position position) {
        if (position.epoch() < 0 || position.index() < 0 || position.index() >= sequences) {
            throw new IllegalArgumentException("batches: expected a place below " + sequences + " sequences, got "
                    + position + "; was the corpus or the length changed?");
        }
        epoch = position.epoch();
        index = position.index();
        order = new Permutation(sequences, settings.seed(), ORDER, epoch);
    }
}
