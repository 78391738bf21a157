package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Max(x, 0); derivative 1 where y > 0, else 0.
public record Relu() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.max(x, 0);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return x.max(0f);
    }

    @Override
    public String cuda() {
        return "x > T(0) || x != x ? x : T(0)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new ReluGradient(), g, y);
    }
}
