package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.RandomKey;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Elements set to 0 with probability `p`, the others scaled by 1 / (1 − p) (Srivastava et al. 2014). The mask
/// follows from the key, so it is not stored.
///
/// @param p the probability, 0 ≤ p < 1
/// @param key the stream of random numbers
public record Dropout(double p, RandomKey key) implements Op {

    /// Returns the op, or throws if `p` is not a probability below 1.
    public static Dropout of(double p, RandomKey key) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("dropout: expected a probability 0 <= p < 1, got " + p);
        }
        return new Dropout(p, key);
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        if (!in.get(0).dtype().isFloating()) {
            throw DTypeException.of(opName(), "a floating type", in.get(0).dtype());
        }
        return in;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.randoms().dropout(key, p, in.get(0), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(Ops.apply(this, b.gradient()));
    }
}
