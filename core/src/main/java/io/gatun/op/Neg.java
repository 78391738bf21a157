package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// −x.
public record Neg() implements Unary {

    @Override
    public double scalar(double x) {
        return -x;
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return x.neg();
    }

    @Override
    public String cuda() {
        return "-x";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.neg();
    }
}
