package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.kernel.Dense;
import io.gatun.kernel.Updates;
import io.gatun.kernel.View;
import io.gatun.op.Create;
import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;

/// What all optimizers have in common: slots, the count of steps, and the numbers that change from step
/// to step, which lie on the parameters' device.
abstract class SlottedOptimizer implements Optimizer {

    private final Slots slots;
    private final Tensor numbers;

    /// @param count how many numbers change from step to step
    SlottedOptimizer(Slots slots, int count) {
        this.slots = slots;
        this.numbers = Create.full(DType.F64, Shape.of(count), 0, slots.device());
    }

    /// Returns what is particular to a step, as [Updates] wants it.
    ///
    /// @param step its number, from 1
    abstract double[] numbers(double rate, long step);

    /// Changes parameters whose weights are of one type.
    ///
    /// @param step the numbers of this step
    abstract void update(Updates kernels, List<Slots.Ready> parameters, View step);

    @Override
    public final void step(Gradients gradients, double rate) {
        slots.check(gradients); // before anything is changed
        begin(rate);
        change(gradients);
    }

    @Override
    public final void begin(double rate) {
        slots.check(rate);
        slots.count();
        Memory.scope(() -> {
            double[] values = numbers(rate, slots.steps());
            numbers.assign(Tensor.ofDoubles(Shape.of(values.length), values));
        });
    }

    @Override
    public final void apply(Gradients gradients) {
        slots.check(gradients);
        change(gradients);
    }

    private void change(Gradients gradients) {
        slots.update(gradients, (kernels, parameters) -> update(kernels, parameters, Dense.view(numbers)));
        Reference.reachabilityFence(numbers);
    }

    @Override
    public final long steps() {
        return slots.steps();
    }

    @Override
    public final Map<String, Tensor> parameters() {
        return slots.tensors();
    }

    @Override
    public final Map<String, Tensor> state() {
        return slots.state();
    }

    @Override
    public final void restore(long steps, Map<String, Tensor> state) {
        slots.restore(steps, state);
    }
}
