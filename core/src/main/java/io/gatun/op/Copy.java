package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;

/// A contiguous copy.
public record Copy() implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return in;
    }

    @Override
    public boolean takesStrides(int operand) {
        return true;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.elementwise().copy(in.get(0), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(b.gradient());
    }
}
