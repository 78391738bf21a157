package io.gatun.catalogue;

import io.gatun.kernel.Backends;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.Optional;
import java.util.SplittableRandom;

/// One operand of a case: how to make it, in any element type and any layout.
///
/// @param shape the extents
/// @param domain the elements
/// @param type the element type if it is not the case's, such as that of indices
/// @param differentiable whether gradients flow to it
public record Operand(Shape shape, Domain domain, Optional<DType> type, boolean differentiable) {

    /// Returns an operand of the case's type to which gradients flow.
    public static Operand drawn(Domain domain, int... shape) {
        return new Operand(Shape.of(shape), domain, Optional.empty(), true);
    }

    /// Returns an operand of a type of its own, without gradient.
    public static Operand fixed(DType type, Domain domain, int... shape) {
        return new Operand(Shape.of(shape), domain, Optional.of(type), false);
    }

    /// Returns this operand without gradient.
    public Operand constant() {
        return new Operand(shape, domain, type, false);
    }

    /// Returns the operand on a device, the same elements for the same seed and layout.
    public Tensor tensor(DType caseType, Layout layout, long seed, Device device) {
        DType dtype = type.orElse(caseType);
        double[] elements = new double[Math.toIntExact(shape.size())];
        domain.fill(elements, new SplittableRandom(seed));
        if (dtype == DType.BOOL) {
            for (int i = 0; i < elements.length; i++) {
                elements[i] = elements[i] > 0 ? 1 : 0; // else almost every number would be true
            }
        }
        return Ops.with(
                Backends.reference(),
                () -> layout.arrange(Tensor.ofDoubles(shape, elements).to(dtype).to(device)));
    }
}
