package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// 1 / (1 + e⁻ˣ); derivative y (1 − y).
public record Sigmoid() implements Unary {

    @Override
    public double scalar(double x) {
        return SpecialFunctions.sigmoid(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.sigmoid(x);
    }

    @Override
    public String cuda() {
        return "T(1) / (T(1) + exp(-x))";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new SigmoidGradient(), g, y);
    }
}
