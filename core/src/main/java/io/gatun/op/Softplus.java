package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Log(1 + eˣ); derivative sigmoid(x).
public record Softplus() implements Unary {

    @Override
    public double scalar(double x) {
        return SpecialFunctions.softplus(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.softplus(x);
    }

    @Override
    public String cuda() {
        return "fmax(x, T(0)) + log1p(exp(-fabs(x)))";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(x.sigmoid());
    }
}
