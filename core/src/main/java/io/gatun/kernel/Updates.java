package io.gatun.kernel;

/// Optimizer updates in place. Parameters, gradients and slots are contiguous and of one floating type.
public interface Updates {

    /// What an update reads and writes.
    ///
    /// @param parameter the weights, changed in place
    /// @param gradient their gradient
    record Target(View parameter, View gradient) {}

    /// The constants of Adam at one step (Kingma and Ba 2015, algorithm 1; decoupled decay as in Loshchilov and
    /// Hutter 2019).
    ///
    /// @param rate the learning rate
    /// @param beta1 decay of the first moment
    /// @param beta2 decay of the second moment
    /// @param epsilon added to the root of the corrected second moment
    /// @param decay coupled weight decay, added to the gradient
    /// @param decoupledDecay decoupled weight decay: the weights are first multiplied by `1 − rate ·
    /// decoupledDecay`
    /// @param step the number of this step, from 1, for the bias correction
    record Adam(
            double rate, double beta1, double beta2, double epsilon, double decay, double decoupledDecay, long step) {}

    /// The constants of Adafactor at one step (Shazeer and Stern 2018).
    ///
    /// @param rate the relative step size ρ (or the step size itself if `scaled` is false)
    /// @param decay the second-moment decay β at this step
    /// @param epsilon1 added to the squared gradient before averaging
    /// @param epsilon2 least root mean square of the weights
    /// @param clip threshold of the update's root mean square
    /// @param scaled whether the step is multiplied by max(epsilon2, RMS of the weights)
    record Adafactor(double rate, double decay, double epsilon1, double epsilon2, double clip, boolean scaled) {}

    /// Computes `v = momentum · v + (g + decay · θ)`, `θ −= rate · v`; `velocity` may be null if momentum is 0.
    void sgd(Target target, View velocity, double rate, double momentum, double decay);

    /// Applies one step of Adam; `first` and `second` are the moments, changed in place.
    void adam(Target target, View first, View second, Adam constants);

    /// Applies one step of Adafactor to a matrix `[…, rows, columns]` with factored second moments: `row
    /// [rows…]` is the mean over columns, `column` the mean over rows of the last two axes.
    void adafactorFactored(Target target, View row, View column, Adafactor constants);

    /// Applies one step of Adafactor with a full second moment.
    void adafactor(Target target, View second, Adafactor constants);
}
