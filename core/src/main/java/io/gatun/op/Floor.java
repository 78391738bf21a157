package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// ⌊x⌋; its derivative is taken to be 0.
public record Floor() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.floor(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.floor(x);
    }

    @Override
    public String cuda() {
        return "floor(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.fullLike(0);
    }
}
