package io.gatun.op;

import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;

/// How an axis of any tensor becomes the middle axis of `[outer, n, inner]`.
final class Axes {

    private Axes() {}

    /// Returns `x` as `[outer, n, inner]` around an axis.
    static Tensor middle(Tensor x, int axis) {
        Shape shape = x.shape();
        return x.reshape(
                Math.toIntExact(shape.size(0, axis)),
                shape.dim(axis),
                Math.toIntExact(shape.size(axis + 1, shape.rank())));
    }
}
