/// Gradients, gradient checks, optimizers and schedules.
module io.gatun.autograd {
    requires transitive io.gatun.core;

    exports io.gatun.autograd;
    exports io.gatun.optim;
}
