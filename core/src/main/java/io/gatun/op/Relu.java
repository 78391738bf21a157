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
        return "x > 0.f || x != x ? x : 0.f";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new ReluGradient(), g, y);
    }
}
