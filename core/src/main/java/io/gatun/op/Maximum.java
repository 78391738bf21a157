package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// max(a, b), NaN if either is; equal operands share the gradient.
public record Maximum() implements Binary {

    @Override
    public double scalar(double a, double b) {
        return Math.max(a, b);
    }

    @Override
    public FloatVector lanes(FloatVector a, FloatVector b) {
        return LaneMath.max(a, b);
    }

    @Override
    public String cuda() {
        return "a == b && a == T(0) ? a + b : a > b || a != a ? a : b";
    }

    @Override
    public Tensor gradientA(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.mul(share(a, b));
    }

    @Override
    public Tensor gradientB(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.mul(share(b, a));
    }

    /// Returns 1 where `a` is larger, ½ where both are equal, 0 where `b` is larger.
    static Tensor share(Tensor a, Tensor b) {
        return a.sub(b).sign().add(1).mul(0.5);
    }
}
