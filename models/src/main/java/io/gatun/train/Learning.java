package io.gatun.train;

import io.gatun.data.Batch;
import io.gatun.optim.Optimizer;
import io.gatun.optim.Schedule;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;
import java.util.Map;

/// What is trained, and how: everything a training step needs but the data.
///
/// @param parameters the weights by name, in a fixed order
/// @param loss the mean loss of a batch; its random numbers come from the generator
/// @param optimizer changes the weights
/// @param schedule the learning rate of each step
/// @param generator gives dropout its random numbers
public record Learning(
        Map<String, Tensor> parameters, Loss loss, Optimizer optimizer, Schedule schedule, Generator generator) {

    /// A model's loss.
    @FunctionalInterface
    public interface Loss {

        /// Returns the mean loss of a batch, a scalar.
        Tensor of(Batch batch, Generator generator);
    }
}
