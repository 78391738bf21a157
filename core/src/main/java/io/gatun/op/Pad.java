package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Constant elements added before and after along one axis.
///
/// @param axis the axis
/// @param amount how many, and their value
public record Pad(int axis, Amount amount) implements Op {

    /// What is added.
    ///
    /// @param before how many elements in front
    /// @param after how many elements behind
    /// @param value their value
    public record Amount(int before, int after, double value) {}

    /// Returns the op for an axis that may be counted from the end.
    public static Pad of(Shape shape, int axis, Amount amount) {
        if (amount.before() < 0 || amount.after() < 0) {
            throw new ShapeException(
                    "pad: expected amounts that are not negative, got " + amount.before() + " and " + amount.after());
        }
        return new Pad(shape.axis(axis), amount);
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Shape shape = in.get(0).shape();
        return List.of(in.get(0).with(shape.with(axis, amount.before() + shape.dim(axis) + amount.after())));
    }

    @Override
    public boolean takesStrides(int operand) {
        return true;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        View x = in.get(0);
        View y = out.get(0);
        int extent = x.dim(axis);
        kernels.elementwise().fill(y.slice(axis, 0, amount.before()), amount.value());
        kernels.elementwise().copy(x, y.slice(axis, amount.before(), extent));
        kernels.elementwise().fill(y.slice(axis, amount.before() + extent, amount.after()), amount.value());
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(b.gradient().slice(axis, amount.before(), amount.before() + b.x().dim(axis)));
    }
}
