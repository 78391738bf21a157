package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Cos x; derivative −sin x.
public record Cos() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.cos(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.cos(x);
    }

    @Override
    public String cuda() {
        return "cos(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(x.sin()).neg();
    }
}
