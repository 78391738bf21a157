package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The gradient of [GeluTanh] from `g` and `x`. With `u = √(8/π) (x + 0.044715 x³)` the function is x
/// sigmoid(u), and so its derivative s + x s (1 − s) u′ with s = sigmoid(u).
public record GeluTanhGradient() implements Binary {

    private static final float LIMIT = 20; // the derivative is 0 or 1 beyond; ∞ · 0 would be NaN
    private static final double SCALE = Math.sqrt(8 / Math.PI);
    private static final double CUBIC = 0.044715;

    @Override
    public double scalar(double g, double x) {
        double v = Math.clamp(x, -LIMIT, LIMIT);
        double s = SpecialFunctions.sigmoid(SCALE * v * (1 + CUBIC * v * v));
        return g * (s + v * s * (1 - s) * SCALE * (1 + 3 * CUBIC * v * v));
    }

    @Override
    public FloatVector lanes(FloatVector g, FloatVector x) {
        FloatVector v = x.max(-LIMIT).min(LIMIT);
        FloatVector square = LaneMath.mul(v, v);
        FloatVector u = LaneMath.mul(square.mul((float) CUBIC).add(1f), v).mul((float) SCALE);
        FloatVector s = LaneMath.sigmoid(u);
        FloatVector slope = square.mul((float) (3 * CUBIC)).add(1f).mul((float) SCALE);
        FloatVector bend = LaneMath.mul(LaneMath.mul(v, s), s.neg().add(1f));
        return LaneMath.mul(g, LaneMath.add(LaneMath.mul(bend, slope), s));
    }

    @Override
    public String cuda() {
        return "a * (T(1) / (T(1) + exp(T(-1.5957691216057308) * b * (T(1) + T(0.044715) * b * b)))"
                + " + fmin(fmax(b, T(-20)), T(20)) * T(1.5957691216057308) * (T(1) + T(0.134145) * fmin(b * b, T(400)))"
                + " / ((T(1) + exp(T(-1.5957691216057308) * b * (T(1) + T(0.044715) * b * b)))"
                + " * (T(1) + exp(T(1.5957691216057308) * b * (T(1) + T(0.044715) * b * b)))))";
    }

    /// It is linear in `g`: the same function of what flows to it.
    @Override
    public Tensor gradientA(Tensor h, Tensor g, Tensor x, Tensor d) {
        return Ops.apply(this, h, x);
    }

    @Override
    public Tensor gradientB(Tensor h, Tensor g, Tensor x, Tensor d) {
        Tensor square = x.square();
        Tensor s = square.mul(CUBIC).add(1).mul(x).mul(SCALE).sigmoid();
        Tensor slope = square.mul(3 * CUBIC).add(1).mul(SCALE);
        Tensor bend = slope.mul(2)
                .add(square.mul(6 * CUBIC * SCALE))
                .add(x.mul(slope.square()).mul(s.mul(-2).add(1)));
        return h.mul(g).mul(s.sub(s.square())).mul(bend);
    }
}
