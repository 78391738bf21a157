package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The hyperbolic tangent; derivative 1 − y².
public record Tanh() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.tanh(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.tanh(x);
    }

    @Override
    public String cuda() {
        return "tanh(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new TanhGradient(), g, y);
    }
}
