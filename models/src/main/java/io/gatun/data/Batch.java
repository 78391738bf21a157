package io.gatun.data;

import java.util.Arrays;
import java.util.List;

/// Examples side by side, padded with id 0 to a common length; what is padding follows from the lengths alone.
///
/// Ids lie row after row: token t of row r is at r · length + t.
public final class Batch {

    private static final int PAD = 0;

    private final int[] inputLengths;
    private final int[] targetLengths;
    private final int inputLength;
    private final int targetLength;
    private final int[] inputs;
    private final int[] targets;
    private final int[] decoderInputs;
    private final int[] examples;

    private Batch(List<EncodedExample> rows, int multiple, int[] examples) {
        this.examples = examples;
        inputLengths = rows.stream().mapToInt(row -> row.input().length).toArray();
        targetLengths = rows.stream().mapToInt(row -> row.target().length).toArray();
        inputLength = roundUp(Arrays.stream(inputLengths).max().orElseThrow(), multiple);
        targetLength = roundUp(Arrays.stream(targetLengths).max().orElseThrow(), multiple);
        inputs = new int[rows.size() * inputLength];
        targets = new int[rows.size() * targetLength];
        decoderInputs = new int[targets.length];
        for (int r = 0; r < rows.size(); r++) {
            System.arraycopy(rows.get(r).input(), 0, inputs, r * inputLength, inputLengths[r]);
            System.arraycopy(rows.get(r).target(), 0, targets, r * targetLength, targetLengths[r]);
            // the decoder sees the target one place later, after the start id, which is the padding id as in T5
            decoderInputs[r * targetLength] = PAD;
            System.arraycopy(rows.get(r).target(), 0, decoderInputs, r * targetLength + 1, targetLengths[r] - 1);
        }
    }

    /// Puts rows together.
    ///
    /// @param multiple the padded lengths are multiples of this
    /// @param examples the number of each row's example in its data set
    /// @throws IllegalArgumentException if there are no rows, `multiple` is less than 1, or the two lists
    ///     differ in size
    public static Batch of(List<EncodedExample> rows, int multiple, int... examples) {
        if (rows.isEmpty() || multiple < 1 || examples.length != rows.size()) {
            throw new IllegalArgumentException(
                    "batch: expected at least one row, as many example numbers, and a multiple" + " of at least 1, got "
                            + rows.size() + ", " + examples.length + " and " + multiple);
        }
        return new Batch(rows, multiple, examples);
    }

    static int roundUp(int length, int multiple) {
        return Math.ceilDiv(length, multiple) * multiple;
    }

    /// Returns the number of rows.
    public int size() {
        return inputLengths.length;
    }

    /// Returns the padded length of inputs.
    public int inputLength() {
        return inputLength;
    }

    /// Returns the padded length of targets and decoder inputs.
    public int targetLength() {
        return targetLength;
    }

    /// Returns the encoder's ids, \[size, inputLength\].
    public int[] inputs() {
        return inputs;
    }

    /// Returns the number of tokens of each input, its end mark included.
    public int[] inputLengths() {
        return inputLengths;
    }

    /// Returns the decoder's ids, \[size, targetLength\]: a start id and the target without its last token.
    public int[] decoderInputs() {
        return decoderInputs;
    }

    /// Returns the ids to be predicted, \[size, targetLength\].
    public int[] targets() {
        return targets;
    }

    /// Returns the number of tokens of each target, its end mark included.
    public int[] targetLengths() {
        return targetLengths;
    }

    /// Returns the number of each row's example in its data set.
    public int[] examples() {
        return examples;
    }

    /// Returns the number of tokens that count: inputs and targets without padding.
    public long tokens() {
        return Arrays.stream(inputLengths).asLongStream().sum()
                + Arrays.stream(targetLengths).asLongStream().sum();
    }
}
