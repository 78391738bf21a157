package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))) (Hendrycks and Gimpel 2016).
public record GeluTanh() implements Unary {

    @Override
    public double scalar(double x) {
        return SpecialFunctions.geluTanh(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.geluTanh(x);
    }

    @Override
    public String cuda() {
        return "T(0.5) * fmax(x, T(-1e30))" + " * (T(1) + tanh(T(0.7978845608028654) * (x + T(0.044715) * x * x * x)))";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return Ops.apply(new GeluTanhGradient(), g, x);
    }
}
