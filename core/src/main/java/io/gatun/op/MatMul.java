package io.gatun.op;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Products;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Matrix product over the last two axes of operands with equal batch axes. A right operand of bfloat16 may meet a left
/// one of float32: weights stored in half the bytes.
public record MatMul() implements Op {

    /// Returns the product; batch axes broadcast.
    public static Tensor product(Tensor a, Tensor b) {
        if (a.rank() < 2 || b.rank() < 2 || a.dim(-1) != b.dim(-2)) {
            throw ShapeException.of("matmul", "[..., m, k] and [..., k, n]", a.shape(), b.shape());
        }
        if (a.rank() > 2 && b.rank() == 2) { // one large product instead of many that share b
            Tensor flat = Ops.apply(new MatMul(), a.reshape(-1, a.dim(-1)), b);
            return flat.reshape(a.shape().with(-1, b.dim(-1)).toArray());
        }
        Shape batchA = batch(a.shape());
        Shape batchB = batch(b.shape());
        Shape batch = Shape.broadcast("matmul", batchA, batchB);
        return Ops.apply(new MatMul(), a.expand(matrix(batch, a)), b.expand(matrix(batch, b)));
    }

    private static Shape batch(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Shape matrix(Shape batch, Tensor x) {
        return batch.insert(batch.rank(), x.dim(-2)).insert(batch.rank() + 1, x.dim(-1));
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec a = in.get(0);
        Spec b = in.get(1);
        boolean stored = a.dtype() == DType.F32 && b.dtype() == DType.BF16;
        if (a.dtype() != b.dtype() && !stored || !a.dtype().isFloating()) {
            throw DTypeException.of(
                    opName(), "two operands of one floating type, or f32 and bf16", a.dtype(), b.dtype());
        }
        return List.of(a.with(a.shape().with(-1, b.shape().dim(-1))));
    }

    @Override
    public boolean takesStrides(int operand) {
        return true;
    }

    /// A weight that few rows are multiplied with, as when a model generates, is read once: half the bytes are half
    /// the time.
    @Override
    public boolean takesBfloat16(int operand, List<Tensor> in) {
        return operand == 1
                && in.get(1).rank() == 2
                && isTransposed(in.get(1))
                && in.get(0).dim(0) <= Products.FEW_ROWS;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.products().matmul(in.get(0), in.get(1), out.get(0));
    }

    /// Each gradient is laid out as its operand is: the weight of a linear layer comes transposed, and its gradient,
    /// transposed back, is then contiguous.
    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor g = b.gradient();
        Tensor left = b.in().get(0);
        Tensor right = b.in().get(1);
        Tensor dLeft = null;
        if (b.needs(0)) {
            dLeft = isTransposed(left)
                    ? right.to(g.dtype()).matmul(g.transpose()).transpose()
                    : g.matmul(right.transpose());
        }
        Tensor dRight = null;
        if (b.needs(1)) {
            dRight = isTransposed(right)
                    ? g.transpose().matmul(left).transpose()
                    : left.transpose().matmul(g);
        }
        return Arrays.asList(dLeft, dRight);
    }

    private static boolean isTransposed(Tensor x) {
        View view = Dense.view(x);
        return view.stride(-2) == 1 && view.stride(-1) != 1;
    }
}
