package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// 1 where x > 0, else 0 (NaN stays); its derivative is taken to be 0.
public record Step() implements Unary {

    @Override
    public double scalar(double x) {
        return x > 0 ? 1 : x <= 0 ? 0 : x;
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.step(x);
    }

    @Override
    public String cuda() {
        return "x > T(0) ? T(1) : x <= T(0) ? T(0) : x";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.fullLike(0);
    }
}
