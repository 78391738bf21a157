package io.gatun.decode;

import java.util.Arrays;
import java.util.List;

/// What is read: a batch of input ids.
///
/// @param ids row after row, padded with 0 to a common length
/// @param lengths the number of tokens of each row
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
public record Source(int[] ids, int[] lengths) {

    /// Returns rows of ids side by side.
    public static Source of(List<int[]> rows) {
        int longest = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] ids = new int[rows.size() * longest];
        int[] lengths = new int[rows.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = rows.get(i).length;
            System.arraycopy(rows.get(i), 0, ids, i * longest, lengths[i]);
        }
        return new Source(ids, lengths);
    }

    /// Returns Mesh TensorFlow's bound of how many tokens are generated for such a source: 1.5 · its length +
    /// 10.
    public int longestOutput() {
        return (int) (1.5 * Arrays.stream(lengths).max().orElse(0)) + 10;
    }
}
