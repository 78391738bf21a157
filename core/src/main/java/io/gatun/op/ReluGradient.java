package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The gradient of [Relu] from `g` and its result: `y > 0 ? g : 0`.
public record ReluGradient() implements Binary {

    @Override
    public double scalar(double g, double y) {
        return y > 0 ? g : 0;
    }

    @Override
    public FloatVector lanes(FloatVector g, FloatVector y) {
        return LaneMath.where(y.compare(VectorOperators.GT, 0f), g, FloatVector.zero(g.species()));
    }

    @Override
    public String cuda() {
        return "b > T(0) ? a : T(0)";
    }

    /// It is linear in `g`: the same function of what flows to it.
    @Override
    public Tensor gradientA(Tensor h, Tensor g, Tensor y, Tensor d) {
        return Ops.apply(this, h, y);
    }

    @Override
    public Tensor gradientB(Tensor h, Tensor g, Tensor y, Tensor d) {
        return y.fullLike(0);
    }
}
