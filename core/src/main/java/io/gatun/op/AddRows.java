package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Rows `[m, d]` added up where int32 ids `[m]` say: `[rows, d]`.
///
/// @param rows the number of rows of the result
public record AddRows(int rows) implements Op {

    @Override
    public List<Spec> outputs(List<Spec> in) {
        return List.of(in.get(0).with(in.get(0).shape().with(0, rows)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.indexing().addRows(in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return Arrays.asList(b.gradient().take(b.in().get(1)), null);
    }
}
