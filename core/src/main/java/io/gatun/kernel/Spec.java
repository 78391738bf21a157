package io.gatun.kernel;

import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;

/// What is known of a tensor without its elements.
///
/// @param dtype the element type
/// @param shape the extents
public record Spec(DType dtype, Shape shape) {

    /// Returns this element type with another shape.
    public Spec with(Shape other) {
        return new Spec(dtype, other);
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
