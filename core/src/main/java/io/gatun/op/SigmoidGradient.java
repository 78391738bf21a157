package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The gradient of [Sigmoid] from `g` and its result: g y (1 − y).
public record SigmoidGradient() implements Binary {

    @Override
    public double scalar(double g, double y) {
        return g * y * (1 - y);
    }

    @Override
    public FloatVector lanes(FloatVector g, FloatVector y) {
        return LaneMath.mul(LaneMath.mul(g, y), y.neg().add(1f));
    }

    @Override
    public String cuda() {
        return "a * b * (T(1) - b)";
    }

    /// It is linear in `g`: the same function of what flows to it.
    @Override
    public Tensor gradientA(Tensor h, Tensor g, Tensor y, Tensor d) {
        return Ops.apply(this, h, y);
    }

    @Override
    public Tensor gradientB(Tensor h, Tensor g, Tensor y, Tensor d) {
        return h.mul(g).mul(y.mul(-2).add(1));
    }
}
