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
        return "x > T(0) ? T(1) : x < T(0) ? -T(1) : x";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.fullLike(0);
    }
}
