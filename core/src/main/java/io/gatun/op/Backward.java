package io.gatun.op;

import io.gatun.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/// What an op's gradient may read.
///
/// @param in the operands
/// @param out the results
/// @param g the gradient that flowed to each result, `null` where none did; at least one is not null
/// @param needed whether an operand's gradient is wanted
public record Backward(List<Tensor> in, List<Tensor> out, List<Tensor> g, List<Boolean> needed) {

    /// Returns the gradient that flowed to the first result.
    public Tensor gradient() {
        return g.get(0);
    }

    /// Returns the first operand.
    public Tensor x() {
        return in.get(0);
    }

    /// Returns the first result.
    public Tensor y() {
        return out.get(0);
    }

    /// Returns whether an operand's gradient is wanted: work for one that is not is wasted.
    public boolean needs(int operand) {
        return needed.get(operand);
    }

    /// Returns the answer of an op without derivative.
    public List<Tensor> none() {
        return Collections.nCopies(in.size(), null);
    }
}
