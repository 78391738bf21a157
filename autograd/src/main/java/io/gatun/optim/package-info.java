/// What turns gradients into better weights: optimizers, whose updates happen in place, and learning-rate
/// schedules.
///
/// An optimizer knows tensors and their names, no layers and no models; reading and writing its state to files
/// is others' business.
package io.gatun.optim;
