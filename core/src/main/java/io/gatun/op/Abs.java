package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// |x|.
public record Abs() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.abs(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return x.abs();
    }

    @Override
    public String cuda() {
        return "fabs(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(x.sign());
    }
}
