package io.gatun.kernel;

import io.gatun.op.Binary;
import io.gatun.op.Comparison;
import io.gatun.op.Unary;

/// Kernels that treat each element alone.
public interface Elementwise {

    /// Computes `y = op(x)`; same floating type on both sides.
    void map(Unary op, View x, View y);

    /// Computes `y = op(a, b)`. `a` and `b` have `y`'s shape and type and any strides (0 where broadcast).
    void zip(Binary op, View a, View b, View y);

    /// Computes `y = op(a, b)`, a [io.gatun.tensor.DType#BOOL]. `a` and `b` have `y`'s shape and any strides.
    void compare(Comparison op, View a, View b, View y);

    /// Computes `y = condition ? a : b`. All operands have `y`'s shape and any strides; `condition` is a BOOL.
    void where(View condition, View a, View b, View y);

    /// Copies elements of one shape between any strides, converting the type: floats to integers truncate
    /// towards zero and saturate, NaN becomes 0; anything but 0 is true.
    void copy(View from, View to);

    /// Sets every element (any strides).
    void fill(View y, double value);
}
