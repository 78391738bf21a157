package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// Compares two operands that broadcast, element by element; the result is a [DType#BOOL]. IEEE 754 holds:
/// nothing equals NaN.
public enum Comparison implements Op {
    /// a = b
    EQUAL,
    /// a ≠ b
    NOT_EQUAL,
    /// a < b
    LESS,
    /// a ≤ b
    LESS_OR_EQUAL,
    /// a > b
    GREATER,
    /// a ≥ b
    GREATER_OR_EQUAL;

    /// The definition.
    public boolean test(double a, double b) {
        return switch (this) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
        };
    }

    /// The same as a CUDA C expression of the numbers `a` and `b`.
    public String cuda() {
        return switch (this) {
            case EQUAL -> "a == b";
            case NOT_EQUAL -> "a != b";
            case LESS -> "a < b";
            case LESS_OR_EQUAL -> "a <= b";
            case GREATER -> "a > b";
            case GREATER_OR_EQUAL -> "a >= b";
        };
    }

    @Override
    public String opName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        DType a = in.get(0).dtype();
        DType b = in.get(1).dtype();
        if (a != b) {
            throw DTypeException.of(opName(), "two operands of one type", a, b);
        }
        return List.of(new Spec(
                DType.BOOL,
                Shape.broadcast(opName(), in.get(0).shape(), in.get(1).shape())));
    }

    @Override
    public boolean takesStrides(int operand) {
        return true;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Shape shape = out.get(0).shape();
        kernels.elementwise()
                .compare(this, in.get(0).broadcastTo(shape), in.get(1).broadcastTo(shape), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward backward) {
        return backward.none();
    }
}
