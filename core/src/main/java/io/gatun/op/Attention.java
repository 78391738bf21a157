package io.gatun.op;

import io.gatun.kernel.Attentions.Form;
import io.gatun.kernel.Attentions.Operands;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Multi-head attention without a matrix of scores, see [Tensor#attention]. Operands are queries, keys and values,
/// then the bias and the lengths where there are such. The second result holds log Σ exp of each query's scores, for
/// the gradient.
///
/// @param form how queries attend
/// @param biased whether there is a bias
/// @param padded whether there are lengths
public record Attention(Form form, boolean biased, boolean padded) implements Op {

    /// Returns what queries read.
    public static Tensor of(Tensor q, Tensor k, Tensor v, AttentionOptions options) {
        Form form = new Form(options.scale(), options.causal(), options.p(), options.key());
        Op op = new Attention(
                form, options.bias().isPresent(), options.lengths().isPresent());
        List<Tensor> operands = new ArrayList<>(List.of(neighbours(q), neighbours(k), neighbours(v)));
        options.bias().ifPresent(operands::add);
        options.lengths().ifPresent(operands::add);
        return Ops.apply(op, operands.toArray(Tensor[]::new));
    }

    /// Returns `x`, copied if the elements of its last axis are no neighbours.
    private static Tensor neighbours(Tensor x) {
        return x.rank() == 4 && x.dim(3) > 1 && Dense.view(x).stride(3) != 1 ? x.contiguous() : x;
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Shape q = in.get(0).shape();
        Shape k = in.get(1).shape();
        Shape v = in.get(2).shape();
        checkTypes(in);
        boolean fits = q.rank() == 4
                && k.rank() == 4
                && v.rank() == 4
                && k.dim(0) == q.dim(0)
                && k.dim(2) == q.dim(2)
                && k.dim(3) == q.dim(3)
                && v.with(3, 0).equals(k.with(3, 0));
        if (!fits) {
            throw ShapeException.of(
                    opName(),
                    "[batch, queries, heads, width], [batch, keys, heads, width] and [batch, keys, heads, depth]",
                    q,
                    k,
                    v);
        }
        if (form.causal() && q.dim(1) != k.dim(1)) {
            throw ShapeException.of(opName(), "as many keys as queries, being causal", q, k);
        }
        if (biased) {
            checkBias(in.get(3).shape(), q, k.dim(1));
        }
        if (padded && !in.get(lengths()).shape().equals(Shape.of(q.dim(0)))) {
            throw ShapeException.of(
                    opName(),
                    "a length for each row of the batch",
                    in.get(lengths()).shape(),
                    q);
        }
        // 8 bits of a logarithm are not enough to make probabilities from
        DType precise = in.get(0).dtype() == DType.BF16 ? DType.F32 : in.get(0).dtype();
        return List.of(in.get(0).with(q.with(3, v.dim(3))), new Spec(precise, Shape.of(q.dim(0), q.dim(2), q.dim(1))));
    }

    private void checkTypes(List<Spec> in) {
        DType dtype = in.get(0).dtype();
        if (!dtype.isFloating()) {
            throw DTypeException.of(opName(), "a floating type", dtype);
        }
        for (Spec other : in.subList(0, lengths())) {
            if (other.dtype() != dtype) {
                throw DTypeException.of(opName(), "operands of one type", dtype, other.dtype());
            }
        }
        if (padded && in.get(lengths()).dtype() != DType.I32) {
            throw DTypeException.of(opName(), "i32 lengths", in.get(lengths()).dtype());
        }
    }

    private void checkBias(Shape bias, Shape q, int keys) {
        boolean fits = bias.rank() == 4
                && (bias.dim(0) == 1 || bias.dim(0) == q.dim(0))
                && (bias.dim(1) == 1 || bias.dim(1) == q.dim(2))
                && bias.dim(2) == q.dim(1)
                && bias.dim(3) == keys;
        if (!fits) {
            Shape all = Shape.of(q.dim(0), q.dim(2), q.dim(1), keys);
            throw ShapeException.of(opName(), "a bias [batch or 1, heads or 1, queries, keys] for " + all, bias);
        }
    }

    /// Returns the index of the lengths, which is the number of floating operands.
    private int lengths() {
        return biased ? 4 : 3;
    }

    /// Returns how many operands there are.
    int operands() {
        return lengths() + (padded ? 1 : 0);
    }

    @Override
    public boolean takesStrides(int operand) {
        return operand < 3;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.attentions().attend(operands(in), out.get(0), out.get(1));
    }

    Operands operands(List<View> in) {
        View bias = biased ? in.get(3) : null;
        View lengths = padded ? in.get(lengths()) : null;
        return new Operands(form, in.get(0), in.get(1), in.get(2), bias, lengths);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        AttentionGradient gradient = new AttentionGradient(this, biased && b.needs(3));
        List<Tensor> operands = new ArrayList<>(b.in());
        operands.addAll(List.of(b.y(), b.out().get(1), b.gradient()));
        List<Tensor> found = Ops.applyAll(gradient, operands.toArray(Tensor[]::new));
        return Arrays.asList(found.toArray(new Tensor[b.in().size()])); // null for those without
    }
}
