package io.gatun.data;

import java.util.Arrays;

/// An input and a target as token ids, both with their end mark where they have one.
public final class EncodedExample {

    private final int[] input;
    private final int[] target;

    /// Creates an example; the arrays are kept, not copied.
    ///
    /// @throws IllegalArgumentException if one of them is empty
    public EncodedExample(int[] input, int[] target) {
        if (input.length == 0 || target.length == 0) {
            throw new IllegalArgumentException("example: expected an input and a target of at least one token, got "
                    + input.length + " and " + target.length);
        }
        this.input = input;
        this.target = target;
    }

    /// Cuts the ids to `longest` − 1 and appends the end mark, so that it is there however long the text was.
    ///
    /// @throws IllegalArgumentException if `longest` is less than 1
    public static int[] ended(int[] ids, int longest, int eos) {
        if (longest < 1) {
            throw new IllegalArgumentException("example: expected a greatest length of at least 1, got " + longest);
        }
        int kept = Math.min(ids.length, longest - 1);
        int[] ended = Arrays.copyOf(ids, kept + 1);
        ended[kept] = eos;
        return ended;
    }

    /// Returns the input ids.
    public int[] input() {
        return input;
    }

    /// Returns the target ids.
    public int[] target() {
        return target;
    }

    /// Returns the greater of the two lengths.
    int longest() {
        return Math.max(input.length, target.length);
    }
}
