package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Sin x; derivative cos x.
public record Sin() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.sin(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.sin(x);
    }

    @Override
    public String cuda() {
        return "sin(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(x.cos());
    }
}
