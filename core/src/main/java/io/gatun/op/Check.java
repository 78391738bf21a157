package io.gatun.op;

import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;

/// The checks and shapes that ops over rows share.
final class Check {

    private Check() {}

    /// Throws unless the operand is of a floating type and has a last axis.
    static void floatingRows(String op, Spec x) {
        if (!x.dtype().isFloating()) {
            throw DTypeException.of(op, "a floating type", x.dtype());
        }
        if (x.shape().rank() == 0) {
            throw ShapeException.of(op, "at least one axis", x.shape());
        }
    }

    /// Throws unless `vector` has `x`'s type and the extent of its last axis.
    static void lastAxis(String op, Spec x, Spec vector) {
        if (vector.dtype() != x.dtype()) {
            throw DTypeException.of(op, "operands of one type", x.dtype(), vector.dtype());
        }
        if (!vector.shape().equals(Shape.of(x.shape().dim(-1)))) {
            throw ShapeException.of(op, "[..., n] and [n]", x.shape(), vector.shape());
        }
    }

    /// Returns a contiguous view as `[rows, n]`.
    static View rows(View x) {
        int n = x.dim(-1);
        return x.reshape(Shape.of(Math.toIntExact(x.shape().size(0, x.shape().rank() - 1)), n));
    }

    /// Returns a contiguous view as a vector.
    static View vector(View x) {
        return x.reshape(Shape.of(Math.toIntExact(x.size())));
    }

    /// Returns the spec without its last axis.
    static Spec withoutLast(Spec x) {
        return x.with(x.shape().remove(-1));
    }

    /// Returns a gradient, zeros like `x` if none flowed.
    static Tensor orZeros(Tensor gradient, Tensor x) {
        return gradient == null ? x.fullLike(0) : gradient;
    }

    /// Returns the mean of each row, the last axis kept with extent 1.
    static Tensor rowMean(Tensor x) {
        return x.mean(-1).unsqueeze(x.rank() - 1);
    }
}
