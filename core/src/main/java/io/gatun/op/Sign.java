package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// −1, 0 or 1 by the sign of x; its derivative is taken to be 0.
public record Sign() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.signum(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.sign(x);
    }

    @Override
    public String cuda() {
        return "x > 0.f ? 1.f : x < 0.f ? -1.f : x";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.fullLike(0);
    }
}
