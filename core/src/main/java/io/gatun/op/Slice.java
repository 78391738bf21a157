package io.gatun.op;

import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Some neighbouring positions of one axis.
///
/// @param axis the axis
/// @param from the first position
/// @param extent how many
public record Slice(int axis, int from, int extent) implements ViewOp {

    /// Returns the op for positions `from` (included) to `to` (excluded).
    public static Slice of(Shape shape, int axis, int from, int to) {
        int index = shape.axis(axis);
        if (from < 0 || to < from || to > shape.dim(index)) {
            throw new ShapeException("slice: expected 0 <= from <= to <= " + shape.dim(index) + " at axis " + axis
                    + " of " + shape + ", got " + from + " and " + to);
        }
        return new Slice(index, from, to - from);
    }

    /// Returns equal parts along an axis.
    public static List<Tensor> chunk(Tensor x, int parts, int axis) {
        int extent = x.dim(axis);
        if (parts < 1 || extent % parts != 0) {
            throw new ShapeException(
                    "chunk: expected a number of parts that divides " + extent + " of " + x.shape() + ", got " + parts);
        }
        int each = extent / parts;
        List<Tensor> chunks = new ArrayList<>(parts);
        for (int i = 0; i < parts; i++) {
            chunks.add(x.slice(axis, i * each, (i + 1) * each));
        }
        return chunks;
    }

    @Override
    public View view(View x) {
        return x.slice(axis, from, extent);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        int after = b.x().dim(axis) - from - extent;
        return List.of(b.gradient().pad(axis, from, after, 0));
    }
}
