package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import java.util.List;

/// An op whose result shares its operand's elements: no kernel runs and nothing is copied.
public interface ViewOp extends Op {

    /// Returns the operand's elements as the result sees them. The address of `x` may be moved, its memory not
    /// left.
    View view(View x);

    @Override
    default List<Spec> outputs(List<Spec> in) {
        throw new UnsupportedOperationException("a view's shape is known from view(View)");
    }

    @Override
    default void run(Kernels kernels, List<View> in, List<View> out) {
        throw new UnsupportedOperationException("a view runs no kernel");
    }
}
