package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// The natural logarithm; derivative 1/x.
public record Log() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.log(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.log(x);
    }

    @Override
    public String cuda() {
        return "log(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.div(x);
    }
}
