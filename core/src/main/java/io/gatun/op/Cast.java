package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Conversion to another element type: floats to integers truncate and saturate. Gradients flow between
/// floating types.
///
/// @param to the new type
public record Cast(DType to) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(new Spec(to, in.get(0).shape()));
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
        DType from = b.x().dtype();
        return from.isFloating() && to.isFloating() ? List.of(b.gradient().to(from)) : b.none();
    }
}
