package io.gatun.data;

import io.gatun.data.BatchSource.Position;
import io.gatun.data.SequenceReader.Place;
import java.util.ArrayList;
import java.util.List;

/// The sequences of a corpus, epoch after epoch, shuffled block by block: while a block is given out in its own
/// order, the next one is read at the same pace, so two blocks are all that is in memory.
///
/// The order depends on seed, epoch and block alone. A corpus that fits a block is read once.
final class ShuffledSequences implements AutoCloseable {

    /// 16 MiB of ids.
    static final int BLOCK_TOKENS = 1 << 22;

    private final SequenceReader reader;
    private final int capacity;
    private final long seed;
    private final int purpose;
    private Block current; // null until it is asked for: nobody waits for a block that a seek makes useless
    private Block ahead;
    private int given;

    /// A part of an epoch: complete at its capacity or at the end of the texts.
    private final class Block {

        final long epoch;
        final long first;
        final Place start;
        final List<int[]> sequences;
        boolean last;
        Permutation order;

        Block(long epoch, long first, Place start, List<int[]> sequences) {
            this.epoch = epoch;
            this.first = first;
            this.start = start;
            this.sequences = sequences;
        }

        boolean complete() {
            return last || sequences.size() == capacity;
        }

        void add() {
            int[] sequence = reader.next();
            if (sequence == null) {
                last = true;
            } else {
                sequences.add(sequence);
            }
        }

        Position position(int index) {
            return new Position(epoch, first + index, start.text(), start.token());
        }
    }

    /// Reads with `reader`, which belongs to this from now on.
    ///
    /// @param capacity sequences in a block
    /// @param purpose what keeps the order's random numbers apart from others of the seed
    ShuffledSequences(SequenceReader reader, int capacity, long seed, int purpose) {
        this.reader = reader;
        this.capacity = capacity;
        this.seed = seed;
        this.purpose = purpose;
    }

    /// Returns the next sequence.
    int[] next() {
        if (current == null) {
            seek(Position.START);
        }
        if (given == current.sequences.size()) {
            turn();
        }
        int[] sequence = current.sequences.get((int) current.order.at(given));
        given++;
        readAhead();
        return sequence;
    }

    /// Returns the number, in the order of the texts, of the sequence that [#next()] returned last.
    long number() {
        return current.first + current.order.at(given - 1);
    }

    private void turn() {
        finish(ahead);
        current = ahead;
        given = 0;
        ahead = after(current);
    }

    private Block after(Block block) {
        if (!block.last) {
            return new Block(block.epoch, block.first + capacity, reader.place(), new ArrayList<>());
        }
        if (block.first == 0) {
            Block again = new Block(block.epoch + 1, 0, Place.START, block.sequences);
            again.last = true;
            return again;
        }
        return start(block.epoch + 1);
    }

    private Block start(long epoch) {
        reader.seek(Place.START);
        return new Block(epoch, 0, Place.START, new ArrayList<>());
    }

    private void readAhead() {
        while (ahead.sequences.size() < given && !ahead.complete()) {
            ahead.add();
        }
        if (ahead.last && ahead.sequences.isEmpty()) { // the texts ended with the block before
            ahead = start(ahead.epoch + 1);
            readAhead();
        }
    }

    private void finish(Block block) {
        while (!block.complete()) {
            block.add();
        }
        if (!block.sequences.isEmpty()) {
            block.order = new Permutation(block.sequences.size(), seed, purpose, block.epoch, block.first / capacity);
        }
    }

    /// Returns the place of the sequence that [#next()] will return.
    Position position() {
        if (current == null) {
            return Position.START;
        }
        return given == current.sequences.size() ? ahead.position(0) : current.position(given);
    }

    /// Goes to a place that [#position()] returned.
    ///
    /// @throws IllegalArgumentException if there is no such place
    void seek(Position position) {
        Place start = new Place(position.document(), position.token());
        long index = position.index() % capacity;
        reader.seek(start);
        Block block = new Block(position.epoch(), position.index() - index, start, new ArrayList<>());
        finish(block);
        if (block.sequences.size() <= index) {
            throw new IllegalArgumentException("batches: expected a place in the corpus, got " + position
                    + "; was the corpus or the length changed?");
        }
        current = block;
        given = (int) index;
        ahead = after(block);
        readAhead();
    }

    @Override
    public void close() {
        reader.close();
    }
}
