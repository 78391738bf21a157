package io.gatun.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Function;

/// A corpus as one long row of token ids, text after text, cut into sequences of equal length.
///
/// Texts are joined without a mark between them and cut where the length is full, as T5 does; the rest at the end
/// that
/// fills no sequence is left out, unless it is all there is.
public final class PackedTokens {

    private final int[] ids;
    private final int count;

    private PackedTokens(int[] ids, int count) {
        this.ids = ids;
        this.count = count;
    }

    /// Encodes texts until they end or `limit` tokens are full.
    ///
    /// @throws IllegalArgumentException if the texts have no tokens
    public static PackedTokens of(Iterator<String> texts, Function<String, int[]> encoder, int limit) {
        int[] ids = new int[1 << 16];
        int count = 0;
        while (count < limit && texts.hasNext()) {
            int[] text = encoder.apply(texts.next());
            int taken = Math.min(text.length, limit - count);
            if (count + taken > ids.length) {
                ids = Arrays.copyOf(ids, (int) Math.min(limit, Math.max(count + (long) taken, ids.length * 3L / 2)));
            }
            System.arraycopy(text, 0, ids, count, taken);
            count += taken;
        }
        if (count == 0) {
            throw new IllegalArgumentException("tokens: expected texts with at least one token, got none");
        }
        return new PackedTokens(ids, count);
    }

    /// Returns how many tokens there are.
    public int size() {
        return count;
    }

    /// Returns how many sequences of this length there are.
    ///
    /// @throws IllegalArgumentException if `length` is less than 1
    public int sequences(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("tokens: expected a sequence length of at least 1, got " + length);
        }
        return Math.max(1, count / length);
    }

    /// Returns one of the sequences of this length; it is shorter only where all tokens together are.
    ///
    /// @throws IndexOutOfBoundsException if there is no such sequence
    public int[] sequence(int index, int length) {
        if (index < 0 || index >= sequences(length)) {
            throw new IndexOutOfBoundsException("tokens: sequence " + index + " is outside " + sequences(length)
                    + " sequences of length " + length);
        }
        int start = index * length;
        return Arrays.copyOfRange(ids, start, Math.min(count, start + length));
    }
}
