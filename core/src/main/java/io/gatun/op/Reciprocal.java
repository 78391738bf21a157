package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// 1/x; derivative −y².
public record Reciprocal() implements Unary {

    @Override
    public double scalar(double x) {
        return 1 / x;
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.div(FloatVector.broadcast(x.species(), 1f), x);
    }

    @Override
    public String cuda() {
        return "T(1) / x";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(y.square()).neg();
    }
}
