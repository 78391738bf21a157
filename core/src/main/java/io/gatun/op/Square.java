package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// x²; derivative 2x.
public record Square() implements Unary {

    @Override
    public double scalar(double x) {
        return x * x;
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.mul(x, x);
    }

    @Override
    public String cuda() {
        return "x * x";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(x).mul(2);
    }
}
