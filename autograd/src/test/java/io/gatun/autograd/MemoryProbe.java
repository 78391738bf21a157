package io.gatun.autograd;

import io.gatun.kernel.View;
import io.gatun.op.Backward;
import io.gatun.op.Ops;
import io.gatun.op.ViewOp;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Passes its operand and its gradient on unchanged, noting how much memory is in use when the walk comes by.
record MemoryProbe(List<Long> bytes) implements ViewOp {

    Tensor pass(Tensor x) {
        return Ops.apply(this, x);
    }

    @Override
    public View view(View x) {
        return x;
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        bytes.add(Memory.usedBytes());
        return List.of(b.gradient());
    }
}
