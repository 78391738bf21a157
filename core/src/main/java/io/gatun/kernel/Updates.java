package io.gatun.kernel;

import java.util.List;

/// Optimizer updates in place, of many parameters in one call. The parameters of a call, their gradients
/// and slots are contiguous and of one floating type.
///
/// What changes from step to step is no argument but a small float64 tensor on the parameters' device,
/// `step`: so a step is the same work each time, and a device may record it ([Routine]).
public interface Updates {

    /// What an update reads and writes.
    ///
    /// @param parameter the weights, changed in place
    /// @param gradient their gradient
    record Target(View parameter, View gradient) {}

    /// A parameter of stochastic gradient descent.
    ///
    /// @param velocity changed in place; null if there is no momentum
    /// @param decay coupled weight decay, added to the gradient
    record Sgd(Target target, View velocity, double decay) {}

    /// A parameter of Adam.
    ///
    /// @param first the first moment, changed in place
    /// @param second the second moment, changed in place
    /// @param decay coupled weight decay, added to the gradient
    /// @param decoupledDecay decoupled weight decay: the weights are first multiplied by `1 − rate ·
    ///     decoupledDecay`
    record Adam(Target target, View first, View second, double decay, double decoupledDecay) {}

    /// A parameter of Adafactor, a matrix `[…, rows, columns]` if it has column means.
    ///
    /// @param second the second moment, changed in place: of each element or, of a matrix, `[rows…]`, the
    ///     means over columns
    /// @param column the means over the rows of a matrix, changed in place; null if the second moment is
    ///     not factored
    record Adafactor(Target target, View second, View column) {}

    /// The constants of Adam (Kingma and Ba 2015, algorithm 1; decoupled decay as in Loshchilov and
    /// Hutter 2019).
    ///
    /// @param beta1 decay of the first moment
    /// @param beta2 decay of the second moment
    /// @param epsilon added to the root of the corrected second moment
    record AdamConstants(double beta1, double beta2, double epsilon) {}

    /// The constants of Adafactor (Shazeer and Stern 2018).
    ///
    /// @param epsilon1 added to the squared gradient before averaging
    /// @param epsilon2 least root mean square of the weights
    /// @param clip threshold of the update's root mean square
    /// @param scaled whether the step is multiplied by max(epsilon2, RMS of the weights)
    record AdafactorConstants(double epsilon1, double epsilon2, double clip, boolean scaled) {}

    /// Computes `v = momentum · v + (g + decay · θ)`, `θ −= rate · v`.
    ///
    /// @param step `[1]`: the learning rate
    void sgd(List<Sgd> parameters, View step, double momentum);

    /// Applies one step of Adam.
    ///
    /// @param step `[3]`: the learning rate, and the bias corrections of the moments, `1 − beta1ᵗ` and `1
    ///     − beta2ᵗ`
    void adam(List<Adam> parameters, View step, AdamConstants constants);

    /// Applies one step of Adafactor.
    ///
    /// @param step `[2]`: the relative step size ρ (the step size itself if not `scaled`), and the decay
    ///     β of the second moment
    void adafactor(List<Adafactor> parameters, View step, AdafactorConstants constants);
}
