package io.gatun.optim;

import io.gatun.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Which parameters [Adafactor] keeps factored second moments of.
public enum Factoring {
    /// Over the two largest axes if both have at least 128 elements, as in Mesh TensorFlow (T5).
    LARGE,
    /// Over the last two axes of every parameter that has two, as in fairseq and Hugging Face Transformers.
    ALWAYS,
    /// Never: a full second moment.
    NEVER;

    private static final int LARGE_EXTENT = 128;

    /// Returns the axes of a parameter in an order that puts the two factored ones last, the others and the two
    /// being in their own order; nothing if the parameter is not factored.
    Optional<int[]> order(Shape shape) {
        int rank = shape.rank();
        if (this == NEVER || rank < 2) {
            return Optional.empty();
        }
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        if (this == LARGE) {
            axes.sort(Comparator.comparingInt(axis -> shape.dim(axis))); // stable: the last ones win ties
            if (shape.dim(axes.get(rank - 2)) < LARGE_EXTENT) {
                return Optional.empty();
            }
            axes.subList(0, rank - 2).sort(null);
            axes.subList(rank - 2, rank).sort(null);
        }
        return Optional.of(axes.stream().mapToInt(Integer::intValue).toArray());
    }
}
