package io.gatun.data;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.function.Function;

/// A corpus as one long row of token ids, text after text, cut into sequences of equal length.
///
/// Texts are joined without a mark between them and cut where the length is full, as T5 does; the rest at the
/// end that fills no sequence is left out, unless it is all there is. A small corpus is held in memory, a large
/// one in a mapped temporary file, so that a corpus may be larger than the heap and any sequence is reached at
/// once.
public final class PackedTokens {

    private final MemorySegment ids;
    private final long count;

    PackedTokens(MemorySegment ids) {
        this.ids = ids;
        this.count = ids.byteSize() / Integer.BYTES;
    }

    /// Encodes texts until they end or `limit` tokens are full.
    ///
    /// @throws IllegalArgumentException if the texts have no tokens
    /// @throws java.io.UncheckedIOException if the temporary file cannot be written
    public static PackedTokens of(Iterator<String> texts, Function<String, int[]> encoder, long limit) {
        return of(texts, encoder, limit, TokenSpool.IN_MEMORY);
    }

    static PackedTokens of(Iterator<String> texts, Function<String, int[]> encoder, long limit, int inMemory) {
        try (var spool = new TokenSpool(inMemory)) {
            while (spool.count() < limit && texts.hasNext()) {
                int[] text = encoder.apply(texts.next());
                spool.add(text, (int) Math.min(text.length, limit - spool.count()));
            }
            if (spool.count() == 0) {
                throw new IllegalArgumentException("tokens: expected texts with at least one token, got none");
            }
            return new PackedTokens(spool.finish());
        }
    }

    /// Returns how many tokens there are.
    public long size() {
        return count;
    }

    /// Returns how many sequences of this length there are.
    ///
    /// @throws IllegalArgumentException if `length` is less than 1
    public int sequences(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("tokens: expected a sequence length of at least 1, got " + length);
        }
        return Math.clamp(count / length, 1, Integer.MAX_VALUE);
    }

    /// Returns one of the sequences of this length; it is shorter only where all tokens together are.
    ///
    /// @throws IndexOutOfBoundsException if there is no such sequence
    public int[] sequence(int index, int length) {
        if (index < 0 || index >= sequences(length)) {
            throw new IndexOutOfBoundsException("tokens: sequence " + index + " is outside " + sequences(length)
                    + " sequences of length " + length);
        }
        long start = (long) index * length;
        int[] sequence = new int[(int) Math.min(length, count - start)];
        long bytes = (long) sequence.length * Integer.BYTES;
        MemorySegment.copy(ids, start * Integer.BYTES, MemorySegment.ofArray(sequence), 0, bytes);
        return sequence;
    }
}
