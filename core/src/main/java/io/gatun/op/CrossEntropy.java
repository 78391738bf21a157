package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Rows;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Cross-entropy of logits `[…, classes]` and int32 targets `[…]`: `log Σ exp x − x[target] + z (log Σ exp
/// x)²`, 0 where the target is `ignore`. The second result is log Σ exp x, for the gradient.
///
/// @param ignore the target that does not count
/// @param z weight of the z-loss (Mesh TensorFlow)
public record CrossEntropy(int ignore, double z) implements Op {

    /// Returns the losses `[…]`.
    public static Tensor loss(Tensor logits, Tensor targets, int ignore, double z) {
        return Ops.apply(new CrossEntropy(ignore, z), logits, targets);
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec logits = in.get(0);
        Spec targets = in.get(1);
        Check.floatingRows(opName(), logits);
        if (targets.dtype() != DType.I32) {
            throw DTypeException.of(opName(), "i32 targets", targets.dtype());
        }
        if (!logits.shape().remove(-1).equals(targets.shape())) {
            throw ShapeException.of(
                    opName(), "logits [..., classes] and targets [...]", logits.shape(), targets.shape());
        }
        return List.of(Check.withoutLast(logits), Check.withoutLast(logits));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        Rows.CrossEntropy rows = new Rows.CrossEntropy(Check.rows(in.get(0)), Check.vector(in.get(1)), ignore, z);
        kernels.rows().crossEntropy(rows, Check.vector(out.get(0)), Check.vector(out.get(1)));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Op gradient = new CrossEntropyGradient(ignore, z);
        return Arrays.asList(Ops.apply(gradient, b.x(), b.in().get(1), b.out().get(1), b.gradient()), null);
    }
}
