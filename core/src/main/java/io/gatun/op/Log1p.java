package io.gatun.op;

import io.gatun.tensor.Tensor;
import jdk.incubator.vector.FloatVector;

/// Log(1 + x) without cancellation; derivative 1 / (1 + x).
public record Log1p() implements Unary {

    @Override
    public double scalar(double x) {
        return Math.log1p(x);
    }

    @Override
    public FloatVector lanes(FloatVector x) {
        return LaneMath.log1p(x);
    }

    @Override
    public String cuda() {
        return "log1p(x)";
    }

    @Override
    public Tensor gradient(Tensor g, Tensor x, Tensor y) {
        return g.div(x.add(1));
    }
}
