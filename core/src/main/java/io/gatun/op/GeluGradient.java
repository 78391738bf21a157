package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The gradient of [Gelu] from `g` and `x`: g (Φ(x) + x φ(x)).
public record GeluGradient() implements Binary {

    private static final float LIMIT = 20; // the derivative is 0 or 1 beyond; ∞ · 0 would be NaN
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI); // the normal density at 0

    @Override
    public double scalar(double g, double x) {
        double v = Math.clamp(x, -LIMIT, LIMIT);
        double distribution = 0.5 * (1 + SpecialFunctions.erf(v * Math.sqrt(0.5)));
        return g * (distribution + v * DENSITY * Math.exp(-0.5 * v * v));
    }

    @Override
    public FloatVector lanes(FloatVector g, FloatVector x) {
        return LaneMath.mul(g, LaneMath.geluSlope(x.max(-LIMIT).min(LIMIT)));
    }

    @Override
    public String cuda() {
        return "a * (T(0.5) * erfc(b * T(-0.7071067811865475))"
                + " + fmin(fmax(b, T(-20)), T(20)) * T(0.3989422804014327) * exp(T(-0.5) * b * b))";
    }

    /// It is linear in `g`: the same function of what flows to it.
    @Override
    public Tensor gradientA(Tensor h, Tensor g, Tensor x, Tensor d) {
        return Ops.apply(this, h, x);
    }

    @Override
    public Tensor gradientB(Tensor h, Tensor g, Tensor x, Tensor d) {
        Tensor density = x.square().mul(-0.5).exp().mul(DENSITY);
        return h.mul(g).mul(density).mul(x.square().neg().add(2));
    }
}
