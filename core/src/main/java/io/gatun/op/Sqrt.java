package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// √x; derivative 1 / (2y).
public record Sqrt() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.sqrt(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return x.sqrt();
    }

    @Override
    public String cuda() {
        return "sqrt(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.div(y).mul(0.5);
    }
}
