package io.gatun.train;

import io.gatun.optim.Adafactor;
import io.gatun.optim.AdafactorSettings;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.optim.AdamW;
import io.gatun.optim.Optimizer;
import io.gatun.optim.Schedule;
import io.gatun.tensor.Device;
import io.gatun.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a run is trained, whatever it is trained on.
///
/// @param steps how many steps are taken in all
/// @param optimizer `adafactor`, `adam` or `adamw`
/// @param schedule the learning rate, as [Schedule#parse] reads it
/// @param zLoss weight of the squared log-normaliser in the loss
/// @param checkpointEvery after how many steps the state is saved
/// @param evaluateEvery after how many steps validation data is scored; 0 for never
/// @param seed where weights, data order and dropout begin
/// @param device where it runs
public record Plan(
        long steps,
        String optimizer,
        String schedule,
        double zLoss,
        int checkpointEvery,
        int evaluateEvery,
        long seed,
        Device device) {

    private static final List<String> OPTIMIZERS = List.of("adafactor", "adam", "adamw");

    /// Checks the values.
    public Plan {
        if (steps < 1 || checkpointEvery < 1 || evaluateEvery < 0) {
            throw new IllegalArgumentException("training: expected at least one step and one step between checkpoints,"
                    + " got " + steps + " and " + checkpointEvery);
        }
        if (!(zLoss >= 0)) {
            throw new IllegalArgumentException("training: expected a z-loss of at least 0, got " + zLoss);
        }
        if (!OPTIMIZERS.contains(optimizer)) {
            throw new IllegalArgumentException(
                    "training: expected an optimizer of " + OPTIMIZERS + ", got " + optimizer);
        }
        Schedule.parse(schedule);
    }

    /// Creates a plan for the CPU.
    public Plan(
            long steps,
            String optimizer,
            String schedule,
            double zLoss,
            int checkpointEvery,
            int evaluateEvery,
            long seed) {
        this(steps, optimizer, schedule, zLoss, checkpointEvery, evaluateEvery, seed, Device.CPU);
    }

    /// Returns this plan for a device: a run may go on where another device has left it.
    public Plan on(Device other) {
        return new Plan(steps, optimizer, schedule, zLoss, checkpointEvery, evaluateEvery, seed, other);
    }

    /// Returns this plan with another seed.
    Plan seeded(long other) {
        return new Plan(steps, optimizer, schedule, zLoss, checkpointEvery, evaluateEvery, other, device);
    }

    Schedule rates() {
        return Schedule.parse(schedule);
    }

    Optimizer optimizer(Map<String, Tensor> weights) {
        return switch (optimizer) {
            case "adafactor" -> new Adafactor(weights, AdafactorSettings.T5);
            case "adam" -> new Adam(weights, AdamSettings.DEFAULT);
            case "adamw" -> new AdamW(weights, AdamSettings.DEFAULT);
            default -> throw new AssertionError(optimizer); // the constructor has checked it
        };
    }

    /// Returns the plan as members of `config.json`.
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("steps", steps);
        json.put("optimizer", optimizer);
        json.put("schedule", schedule);
        json.put("z_loss", zLoss);
        json.put("seed", seed);
        return json;
    }
}
