package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// min(a, b), NaN if either is; equal operands share the gradient.
public record Minimum() implements Binary {

    @Override
    public double scalar(double a, double b) {
        return Math.min(a, b);
    }

    @Override
    public FloatVector lanes(FloatVector a, FloatVector b) {
        return LaneMath.min(a, b);
    }

    @Override
    public String cuda() {
        return "a == b && a == T(0) ? -(-a - b) : a < b || a != a ? a : b";
    }

    @Override
    public Tensor gradientA(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.mul(Maximum.share(b, a));
    }

    @Override
    public Tensor gradientB(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.mul(Maximum.share(a, b));
    }
}
