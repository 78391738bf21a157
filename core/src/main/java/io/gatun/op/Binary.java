package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/// An element-by-element function of two operands that broadcast (NumPy's rule).
///
/// Implementations are records without components: backends compile one loop per class.
public interface Binary extends Op {

    /// The definition. The scalar backend runs it, and every other backend is tested against it.
    double scalar(double a, double b);

    /// The same on vectors of float32 lanes.
    FloatVector lanes(FloatVector a, FloatVector b);

    /// The same as a CUDA C expression of `a` and `b`, whose type `T` is `float` or `double`.
    String cuda();

    /// Returns the gradient that flows to `a`, before broadcasting is undone.
    Tensor gradientA(Tensor g, Tensor a, Tensor b, Tensor y);

    /// Returns the gradient that flows to `b`, before broadcasting is undone.
    Tensor gradientB(Tensor g, Tensor a, Tensor b, Tensor y);

    @Override
    default List<Spec> outputs(List<Spec> in) {
        DType a = in.get(0).dtype();
        DType b = in.get(1).dtype();
        if (a != b || a == DType.BOOL) {
            throw DTypeException.of(opName(), "two numbers of one type", a, b);
        }
        return List.of(new Spec(
                a, Shape.broadcast(opName(), in.get(0).shape(), in.get(1).shape())));
    }

    @Override
    default boolean takesStrides(int operand) {
        return true;
    }

    @Override
    default void run(Kernels kernels, List<View> in, List<View> out) {
        Shape shape = out.get(0).shape();
        kernels.elementwise().zip(this, in.get(0).broadcastTo(shape), in.get(1).broadcastTo(shape), out.get(0));
    }

    @Override
    default List<Tensor> gradients(Backward b) {
        Tensor g = b.gradient();
        Tensor left = b.in().get(0);
        Tensor right = b.in().get(1);
        return Arrays.asList(
                b.needs(0) ? gradientA(g, left, right, b.y()).sumTo(left.shape()) : null,
                b.needs(1) ? gradientB(g, left, right, b.y()).sumTo(right.shape()) : null);
    }
}
