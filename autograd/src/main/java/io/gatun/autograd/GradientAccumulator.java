package io.gatun.autograd;

import io.gatun.kernel.Dense;
import io.gatun.kernel.Updates;
import io.gatun.op.Create;
import io.gatun.op.Ops;
import io.gatun.tensor.DType;
import io.gatun.tensor.Device;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Adds up the gradients of several micro-batches, to train with batches that do not fit into memory at
/// once.
///
/// ```
/// GradientAccumulator sum = new GradientAccumulator(parameters);
/// for (Batch part : parts) {
///     Memory.scope(() -> sum.add(Gradients.of(() -> loss(part), parameters)));
/// }
/// optimizer.step(sum.mean(), rate);
/// sum.clear();
/// ```
///
/// Sums are formed in float32 (float64 for float64 parameters), in the order of the calls, so the same
/// micro-batches give the same bits.
public final class GradientAccumulator {

    private final List<Gradients.Entry> sums = new ArrayList<>();
    private double loss;
    private int parts;

    /// Creates an accumulator with zero sums for these tensors. It belongs to the scope around this call.
    public GradientAccumulator(Collection<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            DType dtype = tensor.dtype() == DType.BF16 ? DType.F32 : tensor.dtype();
            sums.add(new Gradients.Entry(tensor, Create.full(dtype, tensor.shape(), 0, tensor.device())));
        }
    }

    /// Adds one micro-batch's gradients and loss to the sums, in place.
    ///
    /// @throws IllegalArgumentException if a tensor of this accumulator was not asked for in `gradients`
    public void add(Gradients gradients) {
        NoGrad.run(() -> Memory.scope(() -> {
            Map<Device, Tensor> rates = new HashMap<>();
            for (Gradients.Entry sum : sums) {
                Tensor rate = rates.computeIfAbsent(
                        sum.gradient().device(), device -> Create.full(DType.F64, Shape.of(1), -1, device));
                Memory.scope(() -> addTo(sum.gradient(), gradients.get(sum.tensor()), rate));
            }
        }));
        loss += gradients.loss().item();
        parts++;
    }

    /// Adds in place, as a descent of rate −1: the one kernel that changes an operand.
    private static void addTo(Tensor sum, Tensor gradient, Tensor rate) {
        Tensor term = gradient.to(sum.dtype()).contiguous();
        Updates.Target target = new Updates.Target(Dense.view(sum), Dense.view(term));
        try {
            Ops.kernels(sum).updates().sgd(List.of(new Updates.Sgd(target, null, 0)), Dense.view(rate), 0);
        } finally {
            Reference.reachabilityFence(rate);
            Reference.reachabilityFence(term);
            Reference.reachabilityFence(sum);
        }
    }

    /// Returns the sums themselves, not copies: the next [#add] or [#clear] changes them.
    public Gradients sum() {
        return Gradients.given(Tensor.scalar(loss), sums);
    }

    /// Divides the sums by the number of micro-batches, in place, and returns them; call once, then
    /// [#clear].
    ///
    /// @throws IllegalStateException if nothing was added
    public Gradients mean() {
        if (parts == 0) {
            throw new IllegalStateException("gradient accumulator: no gradients were added since it was cleared");
        }
        loss /= parts;
        Gradients mean = sum();
        GradientNorm.scale(mean, 1.0 / parts);
        return mean;
    }

    /// Returns how many micro-batches were added.
    public int parts() {
        return parts;
    }

    /// Sets all sums to zero.
    public void clear() {
        NoGrad.run(() -> Memory.scope(() -> {
            for (Gradients.Entry sum : sums) {
                sum.gradient().assign(sum.gradient().fullLike(0));
            }
        }));
        loss = 0;
        parts = 0;
    }
}
