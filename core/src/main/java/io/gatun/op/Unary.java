package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Tensor;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/// An element-by-element function of one operand: four short definitions.
///
/// Implementations are records without components: backends compile one loop per class.
public interface Unary extends Op {

    /// The definition. The scalar backend runs it, and every other backend is tested against it.
    double scalar(double x);

    /// The same on a vector of float32 lanes.
    FloatVector lanes(FloatVector x);

    /// The same as a CUDA C expression of `x`, whose type `T` is `float` or `double`.
    String cuda();

    /// Returns the gradient that flows to `x`, given that `y = f(x)` received `g`.
    Tensor gradient(Tensor g, Tensor x, Tensor y);

    @Override
    default List<Spec> outputs(List<Spec> in) {
        if (!in.get(0).dtype().isFloating()) {
            throw DTypeException.of(opName(), "a floating type", in.get(0).dtype());
        }
        return in;
    }

    @Override
    default void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.elementwise().map(this, in.get(0), out.get(0));
    }

    @Override
    default List<Tensor> gradients(Backward b) {
        return List.of(gradient(b.gradient(), b.x(), b.y()));
    }
}
