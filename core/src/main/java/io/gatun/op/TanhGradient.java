package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The gradient of [Tanh] from `g` and its result: g (1 − y²).
public record TanhGradient() implements Binary {

    @Override
    public double scalar(double g, double y) {
        return g * (1 - y * y);
    }

    @Override
    public FloatVector lanes(FloatVector g, FloatVector y) {
        return LaneMath.mul(g, LaneMath.mul(y, y).neg().add(1f));
    }

    @Override
    public String cuda() {
        return "a * (T(1) - b * b)";
    }

    /// It is linear in `g`: the same function of what flows to it.
    @Override
    public Tensor gradientA(Tensor h, Tensor g, Tensor y, Tensor d) {
        return Ops.apply(this, h, y);
    }

    @Override
    public Tensor gradientB(Tensor h, Tensor g, Tensor y, Tensor d) {
        return h.mul(g).mul(y).mul(-2);
    }
}
