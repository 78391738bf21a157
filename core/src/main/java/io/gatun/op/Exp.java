package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// eˣ, its own derivative.
public record Exp() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.exp(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.exp(x);
    }

    @Override
    public String cuda() {
        return "exp(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(y);
    }
}
