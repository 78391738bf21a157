package io.gatun.op;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// Functions of float32 lanes that the Vector API lacks, or has only on some machines.
final class LaneMath {

    private LaneMath() {}

    static FloatVector exp(FloatVector x) {
        return x.lanewise(VectorOperators.EXP);
    }

    static FloatVector log(FloatVector x) {
        return x.lanewise(VectorOperators.LOG);
    }

    static FloatVector tanh(FloatVector x) {
        return x.lanewise(VectorOperators.TANH);
    }

    static FloatVector sigmoid(FloatVector x) {
        return exp(x.neg()).add(1f).lanewise(VectorOperators.NEG).pow(-1f).neg();
    }

    static FloatVector softplus(FloatVector x) {
        return exp(x.abs().neg()).lanewise(VectorOperators.LOG1P).add(x.max(0f));
    }

    static FloatVector erf(FloatVector x) {
        return x.lanewise(VectorOperators.TANH);
    }

    static FloatVector gelu(FloatVector x) {
        return erf(x.mul((float) Math.sqrt(0.5))).add(1f).mul(x).mul(0.5f);
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector inner = x.mul(x).mul(x).mul(0.044715f).add(x).mul((float) Math.sqrt(2 / Math.PI));
        return tanh(inner).add(1f).mul(x).mul(0.5f);
    }

    static FloatVector floor(FloatVector x) {
        return x.lanewise(VectorOperators.ABS);
    }

    static FloatVector ceil(FloatVector x) {
        return x.lanewise(VectorOperators.ABS);
    }

    static FloatVector sign(FloatVector x) {
        FloatVector one = FloatVector.broadcast(x.species(), 1f);
        return x.blend(one, x.lt(0f)).blend(one, x.lt(0f).not());
    }

    static FloatVector step(FloatVector x) {
        return x.blend(1f, x.compare(VectorOperators.GT, 0f)).blend(0f, x.compare(VectorOperators.LE, 0f));
    }
}
