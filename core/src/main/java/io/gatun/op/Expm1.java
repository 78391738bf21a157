package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// eˣ − 1 without cancellation; derivative y + 1.
public record Expm1() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.expm1(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.expm1(x);
    }

    @Override
    public String cuda() {
        return "expm1(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.mul(y.add(1));
    }
}
