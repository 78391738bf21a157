package io.gatun.optim;

import io.gatun.autograd.Gradients;
import io.gatun.tensor.Tensor;
import java.util.Map;

/// Changes weights in place so that the loss falls.
///
/// An optimizer is made once for its parameters, outside the memory scope of a step: its slots (moments
/// and the like) belong to the scope around its constructor. Slots are of the parameter's type, but
/// float32 for bfloat16 parameters, which also get a float32 master copy, so that small changes are not
/// lost in rounding.
public interface Optimizer {

    /// Takes one step.
    ///
    /// @param gradients holds a gradient of each parameter
    /// @param rate the learning rate of this step
    /// @throws IllegalArgumentException if a parameter's gradient was not asked for, or the rate is
    ///     negative or not finite; nothing is changed then
    void step(Gradients gradients, double rate);

    /// Counts a step and sets what is particular to it: the first half of [#step], whose second is
    /// [#apply]. Taken apart, that half is the same work every time, which a device can record
    /// ([io.gatun.kernel.Routine]).
    ///
    /// @param rate the learning rate of this step
    /// @throws IllegalArgumentException if the rate is negative or not finite; nothing is changed then
    void begin(double rate);

    /// Changes the parameters as the step that was begun last.
    ///
    /// @param gradients holds a gradient of each parameter
    /// @throws IllegalArgumentException if a parameter's gradient was not asked for; nothing is changed
    ///     then
    void apply(Gradients gradients);

    /// Takes one step at the rate that a schedule gives for it.
    default void step(Gradients gradients, Schedule schedule) {
        step(gradients, schedule.rate(steps() + 1));
    }

    /// Returns how many steps were taken.
    long steps();

    /// Returns the parameters by name.
    Map<String, Tensor> parameters();

    /// Returns the slots by name, `parameter/slot`: with [#steps] and the parameters, all that a checkpoint
    /// needs. Not copies: the next step changes them.
    Map<String, Tensor> state();

    /// Takes up where a checkpoint left off: copies the slots from it. Restore the parameters first.
    ///
    /// @param steps how many steps had been taken
    /// @param state what [#state] returned then
    /// @throws IllegalArgumentException if a slot is missing, unknown, or of another type or shape
    void restore(long steps, Map<String, Tensor> state);
}
