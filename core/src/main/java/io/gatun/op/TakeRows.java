package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DType;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Rows of a table `[n, d]` that int32 ids `[m]` name: `[m, d]`. An embedding.
public record TakeRows() implements Op {

    /// Returns the rows of `[n, …]` for ids of any shape: `ids.shape + […]`.
    public static Tensor take(Tensor table, Tensor ids) {
        if (table.rank() == 0) {
            throw ShapeException.of("take", "a table [n, ...]", table.shape());
        }
        int rows = table.dim(0);
        Shape row = table.shape().remove(0);
        Tensor flat = table.reshape(rows, Math.toIntExact(row.size()));
        Tensor taken = Ops.apply(new TakeRows(), flat, ids.reshape(Math.toIntExact(ids.size())));
        int[] shape = Arrays.copyOf(ids.shape().toArray(), ids.rank() + row.rank());
        System.arraycopy(row.toArray(), 0, shape, ids.rank(), row.rank());
        return taken.reshape(shape);
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        if (in.get(1).dtype() != DType.I32) {
            throw DTypeException.of(opName(), "i32 ids", in.get(1).dtype());
        }
        return List.of(
                in.get(0).with(in.get(0).shape().with(0, in.get(1).shape().dim(0))));
    }

    @Override
    public boolean takesBfloat16(int operand, List<Tensor> in) {
        return operand == 0; // of a large table few rows are wanted
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        kernels.indexing().takeRows(in.get(0), in.get(1), out.get(0));
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return Arrays.asList(Ops.apply(new AddRows(b.x().dim(0)), b.gradient(), b.in().get(1)), null);
    }
}
