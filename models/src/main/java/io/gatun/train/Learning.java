package io.gatun.train;

import io.gatun.models.EncoderDecoder;
import io.gatun.nn.Pass;
import io.gatun.optim.Optimizer;
import io.gatun.optim.Schedule;

/// What is trained, and how: everything a training step needs but the data.
///
/// @param model the model
/// @param pass what is dropped; its generator gives all random numbers
/// @param zLoss the weight of the z-loss
/// @param optimizer changes the model's weights
/// @param schedule the learning rate of each step
public record Learning(EncoderDecoder model, Pass pass, double zLoss, Optimizer optimizer, Schedule schedule) {}
