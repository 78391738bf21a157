package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// A function of tensors: its shape rule, its kernel call and its gradient.
///
/// An op is a value: a small record of the function's constants. [Ops#apply] is the only place that runs one.
public interface Op {

    /// Returns the name used in messages, profiles and reports.
    default String opName() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// Returns what the results look like, or throws saying which operands do not fit.
    List<Spec> outputs(List<Spec> in);

    /// Computes the results.
    void run(Kernels kernels, List<View> in, List<View> out);

    /// Returns for each operand the gradient that flows to it; `null` where none does.
    ///
    /// An op without derivative returns [Backward#none].
    List<Tensor> gradients(Backward backward);

    /// Returns whether the kernel reads the operand with any strides; if not, it is given a contiguous copy.
    default boolean takesStrides(int operand) {
        return false;
    }

    /// Returns whether kernels that compute in float32 read the operand as it is though it is bfloat16; if not,
    /// they are given a widened copy.
    default boolean takesBfloat16(int operand, List<Tensor> in) {
        return false;
    }
}
