package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// a − b.
public record Sub() implements Binary {

    @Override
    public double scalar(double a, double b) {
        return a - b;
    }

    @Override
    public FloatVector lanes(FloatVector a, FloatVector b) {
        return LaneMath.sub(a, b);
    }

    @Override
    public String cuda() {
        return "a - b";
    }

    @Override
    public Tensor gradientA(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g;
    }

    @Override
    public Tensor gradientB(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.neg();
    }
}
