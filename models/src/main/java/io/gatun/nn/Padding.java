package io.gatun.nn;

import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;

/// Which positions of a batch are padding, known from the lengths alone.
///
/// @param lengths the number of tokens of each row
/// @param time the padded length
/// @param keep 1 where there is a token, 0 where there is padding, `[batch, time, 1]`; null if nothing is
/// padded
/// @param bias 0 where there is a token, −10⁹ where there is padding, `[batch, 1, 1, time]`; null if nothing
/// is padded
@SuppressWarnings("ArrayRecordComponent") // lengths are handed over, never compared
public record Padding(int[] lengths, int time, Tensor keep, Tensor bias) {

    /// What masked scores are lowered by. Not −∞: softmax over nothing but that would be NaN.
    static final double MASKED = -1e9;

    /// Returns the padding of rows of these lengths.
    ///
    /// @throws IllegalArgumentException if a length is negative or above `time`
    public static Padding of(int[] lengths, int time, DType dtype) {
        double[] keep = new double[lengths.length * time];
        double[] bias = new double[keep.length];
        boolean padded = false;
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > time) {
                throw new IllegalArgumentException(
                        "padding: expected lengths from 0 to " + time + ", got " + lengths[row] + " in row " + row);
            }
            padded |= lengths[row] < time;
            Arrays.fill(keep, row * time, row * time + lengths[row], 1);
            Arrays.fill(bias, row * time + lengths[row], (row + 1) * time, MASKED);
        }
        if (!padded) {
            return new Padding(lengths, time, null, null);
        }
        return new Padding(
                lengths,
                time,
                Tensor.ofDoubles(Shape.of(lengths.length, time, 1), keep).to(dtype),
                Tensor.ofDoubles(Shape.of(lengths.length, 1, 1, time), bias).to(dtype));
    }

    /// Returns `x [batch, time, channels]` with zeros where there is padding.
    public Tensor zero(Tensor x) {
        return keep == null ? x : x.mul(keep);
    }

    /// Returns attention scores `[batch, heads, queries, time]` lowered where there is padding.
    public Tensor mask(Tensor scores) {
        return bias == null ? scores : scores.add(bias);
    }
}
