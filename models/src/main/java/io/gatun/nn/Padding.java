package io.gatun.nn;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// Which positions of a batch are padding, known from the lengths alone, never from ids.
public final class Padding {

    /// What hidden scores are lowered by. Not −∞: softmax over nothing but that would be NaN.
    static final double HIDDEN = -1e9;

    private final int[] lengths;
    private final int time;
    private final Optional<Tensor> keep;
    private final Optional<Tensor> bias;

    private Padding(int[] lengths, int time, Optional<Tensor> keep, Optional<Tensor> bias) {
        this.lengths = lengths;
        this.time = time;
        this.keep = keep;
        this.bias = bias;
    }

    /// Returns the padding of rows of these lengths in sequences of `time` positions.
    ///
    /// @param like a tensor of the type and on the device that masks are wanted in
    /// @throws IllegalArgumentException if a length is negative or above `time`
    public static Padding of(int[] lengths, int time, Tensor like) {
        float[] keep = new float[lengths.length * time];
        float[] bias = new float[keep.length];
        boolean padded = false;
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > time) {
                throw new IllegalArgumentException(
                        "padding: expected lengths from 0 to " + time + ", got " + lengths[row] + " in row " + row);
            }
            padded |= lengths[row] < time;
            Arrays.fill(keep, row * time, row * time + lengths[row], 1);
            Arrays.fill(bias, row * time + lengths[row], (row + 1) * time, (float) HIDDEN);
        }
        int[] copy = lengths.clone();
        if (!padded) {
            return new Padding(copy, time, Optional.empty(), Optional.empty());
        }
        return new Padding(
                copy,
                time,
                Optional.of(constant(like, Shape.of(copy.length, time, 1), keep)),
                Optional.of(constant(like, Shape.of(copy.length, 1, 1, time), bias)));
    }

    /// Returns the padding of a batch in which each row stands `times` times, one after the other.
    public Padding repeated(int times, Tensor like) {
        int[] repeated = new int[lengths.length * times];
        Arrays.setAll(repeated, i -> lengths[i / times]);
        return of(repeated, time, like);
    }

    /// Returns `x [batch, time, channels]` with zeros where there is padding.
    public Tensor zero(Tensor x) {
        return keep.map(x::mul).orElse(x);
    }

    /// Returns what hides padding from attention, 0 or −10⁹, `[batch, 1, 1, time]`; empty if nothing is padded.
    public Optional<Tensor> bias() {
        return bias;
    }

    /// Returns constants in the type and on the device of another tensor.
    static Tensor constant(Tensor like, Shape shape, float... values) {
        return Tensor.of(shape, values).to(like.dtype()).to(like.device());
    }
}
