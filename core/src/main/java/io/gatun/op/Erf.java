package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The error function; derivative 2/√π · exp(−x²).
public record Erf() implements Unary {

    @Override
    public double scalar(double x) {
        return SpecialFunctions.erf(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.erf(x);
    }

    @Override
    public String cuda() {
        return "erf(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(x.square().neg().exp()).mul(2 / Math.sqrt(Math.PI));
    }
}
