package io.gatun.op;

import io.gatun.tensor.Tensor;
import java.util.List;

/// Notes what [Ops#apply] did, so that gradients can be found later.
@FunctionalInterface
public interface Recorder {

    /// Forgets everything: what is in force outside gradients and inside no-grad scopes.
    Recorder NONE = (_, _, _) -> {};

    /// Notes that `op` was applied.
    void record(Op op, List<Tensor> in, List<Tensor> out);
}
