package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// x · Φ(x) = x/2 · (1 + erf(x/√2)) (Hendrycks and Gimpel 2016); derivative Φ(x) + x · φ(x).
public record Gelu() implements Unary {

    @Override
    public double scalar(double x) {
        return SpecialFunctions.gelu(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.gelu(x);
    }

    @Override
    public String cuda() {
        return "T(0.5) * fmax(x, T(-1e30)) * erfc(x * T(-0.7071067811865475))";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new GeluGradient(), g, x);
    }
}
