package io.gatun.data;

/// An endless, reproducible sequence of batches, epoch after epoch, that can be left and taken up again.
public interface BatchSource extends AutoCloseable {

    /// A place in the sequence: all that a checkpoint must keep.
    ///
    /// @param epoch how many times the data has been gone through
    /// @param index how much of this epoch has been given out, in the source's own unit
    /// @param document where in the data a source that reads it piece by piece goes on reading: in this document
    /// @param token and at this token of it
    record Position(long epoch, long index, long document, long token) {

        /// The beginning.
        public static final Position START = new Position(0, 0);

        /// Checks the numbers.
        public Position {
            if (epoch < 0 || index < 0 || document < 0 || token < 0) {
                throw new IllegalArgumentException("batches: expected a place of numbers from 0 on, got " + epoch + ", "
                        + index + ", " + document + " and " + token);
            }
        }

        /// Creates a place of a source that has all its data at hand.
        public Position(long epoch, long index) {
            this(epoch, index, 0, 0);
        }
    }

    /// Returns the next batch.
    Batch next();

    /// Returns the place of the batch that [#next()] will return.
    Position position();

    /// Goes to a place, so that the same batches follow as did there.
    ///
    /// @throws IllegalArgumentException if this source has no such place
    void seek(Position position);

    /// Releases what the source holds.
    @Override
    default void close() {}
}
