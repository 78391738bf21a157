package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// aᵇ; derivatives b · aᵇ⁻¹ and y · log a.
public record Pow() implements Binary {

    @Override
    public double scalar(double a, double b) {
        return Math.pow(a, b);
    }

    @Override
    public FloatVector lanes(FloatVector a, FloatVector b) {
        return LaneMath.pow(a, b);
    }

    @Override
    public String cuda() {
        return "fabs(a) == T(1) && b - b != T(0) ? b - b : pow(a, b)";
    }

    @Override
    public Tensor gradientA(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.mul(b).mul(a.pow(b.sub(1)));
    }

    @Override
    public Tensor gradientB(Tensor g, Tensor a, Tensor b, Tensor y) {
        return g.mul(y).mul(a.log());
    }
}
