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
        return "0.5f * x * (1.f + erff(x * 0.70710678f))";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(derivative(x));
    }

    private static Tensor derivative(Tensor x) {
        Tensor distribution = x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5);
        Tensor density = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
        return distribution.add(x.mul(density));
    }
}
