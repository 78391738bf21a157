package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// x · sigmoid(x); derivative s + y (1 − s) with s = sigmoid(x).
public record Silu() implements Unary {

    @Override
    public double scalar(double x) {
        return x * SpecialFunctions.sigmoid(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.mul(x, LaneMath.sigmoid(x));
    }

    @Override
    public String cuda() {
        return "x / (T(1) + exp(-x))";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new SiluGradient(), g, x);
    }
}
