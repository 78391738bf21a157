package io.gatun.autograd;

import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The global norm of gradients: the root of the sum of the squares of all elements of all of them.
public final class GradientNorm {

    private GradientNorm() {}

    /// Returns the global norm: NaN or infinite exactly if an element is, so `Double.isFinite` of it tells
    /// whether a step may be taken.
    public static double of(Gradients gradients) {
        double norm = Math.sqrt(sumOfSquares(gradients, 1));
        if (norm != Double.POSITIVE_INFINITY) {
            return norm;
        }
        double largest = largest(gradients); // float32 squares overflow from 1.8e19 on
        return Double.isFinite(largest) ? largest * Math.sqrt(sumOfSquares(gradients, 1 / largest)) : largest;
    }

    /// Scales the gradients in place by `limit / norm` if their global norm is above `limit` (Pascanu et al.
    /// 2013), and returns the norm they had. Gradients whose norm is NaN or infinite are left as they are: skip
    /// that step.
    ///
    /// @throws IllegalArgumentException if the limit is not positive
    public static double clip(Gradients gradients, double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("gradient norm: expected a limit above 0, got " + limit);
        }
        double norm = of(gradients);
        if (norm > limit && Double.isFinite(norm)) {
            scale(gradients, limit / norm);
        }
        return norm;
    }

    /// Multiplies all gradients in place.
    public static void scale(Gradients gradients, double factor) {
        NoGrad.run(() -> {
            for (Gradients.Entry entry : gradients) {
                Memory.scope(() -> entry.gradient().assign(entry.gradient().mul(factor)));
            }
        });
    }

    private static double sumOfSquares(Gradients gradients, double factor) {
        return NoGrad.run(() -> Memory.scope(() -> {
            List<Tensor> sums = new ArrayList<>(gradients.size());
            for (Gradients.Entry entry : gradients) {
                sums.add(Memory.scope(() -> {
                    Tensor g = wide(entry.gradient());
                    return Memory.keep(
                            (factor == 1 ? g : g.mul(factor)).square().sum());
                }));
            }
            double total = 0;
            for (double sum : together(sums)) {
                total += sum;
            }
            return total;
        }));
    }

    private static double largest(Gradients gradients) {
        return NoGrad.run(() -> Memory.scope(() -> {
            List<Tensor> largest = new ArrayList<>(gradients.size());
            for (Gradients.Entry entry : gradients) {
                if (entry.gradient().size() > 0) {
                    largest.add(wide(entry.gradient()).abs().max());
                }
            }
            double most = 0;
            for (double each : together(largest)) {
                most = Math.max(most, each);
            }
            return most;
        }));
    }

    /// Reads scalars in one go where they are of one type: each read waits for the device.
    private static double[] together(List<Tensor> scalars) {
        return scalars.stream().map(Tensor::dtype).distinct().count() == 1
                ? Tensor.stack(0, scalars).toDoubles()
                : scalars.stream().mapToDouble(Tensor::item).toArray();
    }

    private static Tensor wide(Tensor gradient) {
        return gradient.dtype() == DType.BF16 ? gradient.to(DType.F32) : gradient;
    }
}
