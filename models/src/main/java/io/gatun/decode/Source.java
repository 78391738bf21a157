package io.gatun.decode;

/// What is read: a batch of input ids.
///
/// @param ids row after row, padded with 0 to a common length
/// @param lengths the number of tokens of each row
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
public record Source(int[] ids, int[] lengths) {

    /// Returns rows of ids side by side.
    public static Source of(java.util.List<int[]> rows) {
        int longest = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] ids = new int[rows.size() * longest];
        int[] lengths = new int[rows.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = rows.get(i).length;
            System.arraycopy(rows.get(i), 0, ids, i * longest, lengths[i]);
        }
        return new Source(ids, lengths);
    }
}
