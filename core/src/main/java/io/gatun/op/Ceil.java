package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// ⌈x⌉; its derivative is taken to be 0.
public record Ceil() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.ceil(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.ceil(x);
    }

    @Override
    public String cuda() {
        return "ceil(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.fullLike(0);
    }
}
