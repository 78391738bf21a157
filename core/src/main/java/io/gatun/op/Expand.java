package io.gatun.op;

import io.gatun.kernel.View;
import io.gatun.tensor.Shape;
import io.gatun.tensor.ShapeException;
import io.gatun.tensor.Tensor;
import java.util.List;

/// Axes of extent 1 repeated, and new axes in front.
///
/// @param shape the new extents
public record Expand(Shape shape) implements ViewOp {

    /// Returns the op, or throws if `from` does not broadcast to `to`.
    public static Expand of(Shape from, Shape to) {
        if (!Shape.broadcast("expand", from, to).equals(to)) {
            throw ShapeException.of("expand", "a shape that broadcasts to the second", from, to);
        }
        return new Expand(to);
    }

    @Override
    public View view(View x) {
        return x.broadcastTo(shape);
    }

    @Override
    public List<Tensor> gradients(Backward b) {
        return List.of(b.gradient().sumTo(b.x().shape()));
    }
}
