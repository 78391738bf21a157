package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Reductions.Kind;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Folds the middle axis of `[outer, n, inner]`.
///
/// @param kind what the fold computes
public record Reduce(Kind kind) implements Op {

    /// Returns `x` folded along these axes, all of them if none is given.
    public static Tensor over(Kind kind, Tensor x, int... axes) {
        boolean[] folded = new boolean[x.rank()];
        for (int axis : axes) {
            int index = x.shape().axis(axis);
            if (folded[index]) {
                throw new ShapeException("reduce: axis " + axis + " of " + x.shape() + " is given twice");
            }
            folded[index] = true;
        }
        if (axes.length == 0) {
            Arrays.fill(folded, true);
        }
        return over(kind, x, folded);
    }

    private static Tensor over(Kind kind, Tensor x, boolean... folded) {
        int rank = x.rank();
        int first = 0;
        while (first < rank && !folded[first]) {
            first++;
        }
        int end = first;
        while (end < rank && folded[end]) {
            end++;
        }
        for (int i = end; i < rank; i++) {
            if (folded[i]) {
                return neighbours(kind, x, folded);
            }
        }
        Shape shape = x.shape();
        Tensor middle = x.reshape(
                Math.toIntExact(shape.size(0, first)),
                Math.toIntExact(shape.size(first, end)),
                Math.toIntExact(shape.size(end, rank)));
        int[] rest = new int[rank - (end - first)];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = shape.dim(i < first ? i : i + end - first);
        }
        return Ops.apply(new Reduce(kind), middle).reshape(rest);
    }

    /// Brings the folded axes together behind the others.
    private static Tensor neighbours(Kind kind, Tensor x, boolean... folded) {
        int[] order = new int[x.rank()];
        int next = 0;
        for (int i = 0; i < order.length; i++) {
            if (!folded[i]) {
                order[next++] = i;
            }
        }
        int kept = next;
        for (int i = 0; i < order.length; i++) {
            if (folded[i]) {
                order[next++] = i;
            }
        }
        boolean[] behind = new boolean[order.length];
        Arrays.fill(behind, kept, order.length, true);
        return over(kind, x.permute(order), behind);
    }

    /// Returns the sum over the axes that broadcasting from `target` has repeated.
    public static Tensor sumTo(Tensor x, Shape target) {
        if (x.shape().equals(target)) {
            return x;
        }
        int lead = x.rank() - target.rank();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < x.rank(); i++) {
            if (i < lead || target.dim(i - lead) == 1 && x.dim(i) != 1) {
                axes.add(i);
            }
        }
        int[] folded = axes.stream().mapToInt(Integer::intValue).toArray();
        return (folded.length == 0 ? x : x.sum(folded)).reshape(target.toArray());
    }

    @Override
    public String opName() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec x = in.get(0);
        boolean fits =
                x.dtype().isFloating() || x.dtype() != DType.BOOL && kind != Kind.MEAN && kind != Kind.LOG_SUM_EXP;
        if (!fits) {
            throw DTypeException.of(opName(), kind == Kind.SUM ? "a number type" : "a floating type", x.dtype());
        }
        if (x.shape().dim(1) == 0 && (kind == Kind.MAX || kind == Kind.MIN)) {
            throw new ShapeException(opName() + ": expected at least one element to fold, got none");
        }
        return List.of(x.with(x.shape().remove(1)));
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.reductions().reduce(kind, in.get(0), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        Tensor x = b.x();
        Tensor g = b.gradient().unsqueeze(1);
        return List.of(
                switch (kind) {
                    case SUM -> g.expand(x.shape());
                    case MEAN -> g.div(x.dim(1)).expand(x.shape());
                    case LOG_SUM_EXP -> g.mul(x.sub(b.y().unsqueeze(1)).exp());
                    case MAX, MIN -> {
                        Tensor hit = x.equal(b.y().unsqueeze(1)).to(x.dtype()); // ties share the gradient
                        yield g.mul(hit.div(hit.sum(1).unsqueeze(1)));
                    }
                });
    }
}
