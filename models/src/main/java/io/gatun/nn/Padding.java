package io.gatun.nn;

import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// Which positions of a batch are padding, known from the lengths alone, never from ids.
public final class Padding {

    private final int[] lengths;
    private final int time;
    private final Optional<Tensor> keep;
    private final Optional<Tensor> keys;

    private Padding(int[] lengths, int time, Optional<Tensor> keep, Optional<Tensor> keys) {
        this.lengths = lengths;
        this.time = time;
        this.keep = keep;
        this.keys = keys;
    }

    /// Returns the padding of rows of these lengths in sequences of `time` positions.
    ///
    /// @param like a tensor of the type and on the device that masks are wanted in
    /// @throws IllegalArgumentException if a length is negative or above `time`
    public static Padding of(int[] lengths, int time, Tensor like) {
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > time) {
                throw new IllegalArgumentException(
                        "padding: expected lengths from 0 to " + time + ", got " + lengths[row] + " in row " + row);
            }
        }
        int[] copy = lengths.clone();
        if (Arrays.stream(lengths).allMatch(length -> length == time)) {
            return new Padding(copy, time, Optional.empty(), Optional.empty());
        }
        return new Padding(
                copy,
                time,
                Optional.of(mask(time, copy).to(like.dtype()).to(like.device())),
                Optional.of(Tensor.ofInts(Shape.of(copy.length), copy).to(like.device())));
    }

    /// Overwrites the lengths, in the tensors that there are.
    ///
    /// @throws IllegalArgumentException if there are other rows, or the one has padding and the other has
    ///     none
    public void assign(int... others) {
        Padding fresh = of(others, time, Tensor.scalar(0));
        if (others.length != lengths.length || fresh.keys.isPresent() != keys.isPresent()) {
            throw new IllegalArgumentException("padding: expected " + lengths.length + " lengths, "
                    + (keys.isPresent() ? "one of them less than " : "all ") + time + ", got "
                    + Arrays.toString(others));
        }
        System.arraycopy(others, 0, lengths, 0, lengths.length);
        keep.ifPresent(mask -> mask.assign(fresh.keep.orElseThrow().to(mask.dtype())));
        keys.ifPresent(counts -> counts.assign(fresh.keys.orElseThrow()));
    }

    /// Returns 1 where there is a token and 0 where there is padding, `[rows, time, 1]`.
    private static Tensor mask(int time, int... lengths) {
        float[] keep = new float[lengths.length * time];
        for (int row = 0; row < lengths.length; row++) {
            Arrays.fill(keep, row * time, row * time + lengths[row], 1);
        }
        return Tensor.of(Shape.of(lengths.length, time, 1), keep);
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

    /// Returns options with which attention does not look at padding.
    public AttentionOptions hide(AttentionOptions options) {
        return keys.map(options::withLengths).orElse(options);
    }
}
