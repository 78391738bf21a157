package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// 1/√x; derivative −y³/2.
public record Rsqrt() implements Unary {

    @Override
    public double scalar(double x) {
        return 1 / Math.sqrt(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.div(FloatVector.broadcast(x.species(), 1f), x.sqrt());
    }

    @Override
    public String cuda() {
        return "T(1) / sqrt(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(y.square().mul(y)).mul(-0.5);
    }
}
