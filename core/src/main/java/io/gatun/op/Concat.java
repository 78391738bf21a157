package io.gatun.op;

import io.gatun.kernel.Kernels;
import io.gatun.kernel.Spec;
import io.gatun.kernel.View;
import io.gatun.tensor.DTypeException;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Tensors joined along an axis.
///
/// @param axis the axis
public record Concat(int axis) implements Op {

    /// Returns the op for an axis that may be counted from the end.
    public static Concat of(List<Tensor> parts, int axis) {
        if (parts.isEmpty()) {
            throw new ShapeException("concat: expected at least one tensor, got none");
        }
        return new Concat(parts.get(0).shape().axis(axis));
    }

    @Override
    public List<Spec> outputs(List<Spec> in) {
        Spec first = in.get(0);
        int extent = 0;
        for (Spec part : in) {
            if (part.dtype() != first.dtype()) {
                throw DTypeException.of(opName(), "parts of one type", first.dtype(), part.dtype());
            }
            if (part.shape().rank() != first.shape().rank()
                    || !part.shape().with(axis, first.shape().dim(axis)).equals(first.shape())) {
                throw ShapeException.of(
                        opName(), "extents that are equal but at axis " + axis, first.shape(), part.shape());
            }
            extent = Math.addExact(extent, part.shape().dim(axis));
        }
        return List.of(first.with(first.shape().with(axis, extent)));
    }

    @Override
    public boolean takesStrides(int operand) {
        return true;
    }

    @Override
    public void run(Kernels kernels, List<View> in, List<View> out) {
        int at = 0;
        for (View part : in) {
            kernels.elementwise().copy(part, out.get(0).slice(axis, at, part.dim(axis)));
            at += part.dim(axis);
        }
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        List<Tensor> gradients = new ArrayList<>();
        int at = 0;
        for (Tensor part : b.in()) {
            gradients.add(b.gradient().slice(axis, at, at + part.dim(axis)));
            at += part.dim(axis);
        }
        return gradients;
    }
}
