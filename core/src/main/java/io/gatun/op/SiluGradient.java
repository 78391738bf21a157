package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The gradient of [Silu] from `g` and `x`: g s (1 + x (1 − s)) with s = sigmoid(x).
public record SiluGradient() implements Binary {

    private static final float LIMIT = 100; // the derivative is 0 or 1 beyond; ∞ · 0 would be NaN

    @Override
    public double scalar(double g, double x) {
        double v = Math.clamp(x, -LIMIT, LIMIT);
        double s = SpecialFunctions.sigmoid(v);
        return g * s * (1 + v * (1 - s));
    }

    @Override
    public FloatVector lanes(FloatVector g, FloatVector x) {
        FloatVector v = x.max(-LIMIT).min(LIMIT);
        FloatVector s = LaneMath.sigmoid(v);
        return LaneMath.mul(LaneMath.mul(g, s), LaneMath.mul(v, s.neg().add(1f)).add(1f));
    }

    @Override
    public String cuda() {
        return "a / (T(1) + exp(-b)) * (T(1) + fmin(b, T(100)) / (T(1) + exp(b)))";
    }

    /// It is linear in `g`: the same function of what flows to it.
    @Override
    public Tensor gradientA(Tensor h, Tensor g, Tensor x, Tensor d) {
        return Ops.apply(this, h, x);
    }

    @Override
    public Tensor gradientB(Tensor h, Tensor g, Tensor x, Tensor d) {
        Tensor s = x.sigmoid();
        Tensor bend = s.sub(s.square()).mul(x.mul(s.mul(-2).add(1)).add(2));
        return h.mul(g).mul(bend);
    }
}
