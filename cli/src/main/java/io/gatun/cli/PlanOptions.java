package io.gatun.cli;

import io.gatun.tensor.Device;
import io.gatun.train.Plan;
import picocli.CommandLine.Option;

/// The options that say how a model is trained.
final class PlanOptions {

    @Option(names = "--steps", required = true, paramLabel = "N", description = "Training steps in all.")
    private long steps;

    @Option(names = "--lr", paramLabel = "X", description = "Learning rate at the end of the warm-up.")
    private Double rate;

    @Option(
            names = "--schedule",
            paramLabel = "S",
            description = "Learning rates, as in warmup:100*rsqrt:1000*0.01; replaces --lr.")
    private String schedule;

    @Option(
            names = "--optimizer",
            paramLabel = "O",
            description = "adafactor, adam or adamw (default: ${DEFAULT-VALUE}).")
    private String optimizer = "adafactor";

    @Option(names = "--z-loss", paramLabel = "X", description = "Weight of the z-loss (default: ${DEFAULT-VALUE}).")
    private double zLoss;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            description = "Steps between checkpoints (default: ${DEFAULT-VALUE}).")
    private int checkpointEvery = 200;

    @Option(
            names = "--evaluate-every",
            paramLabel = "N",
            description = "Steps between scores on validation data (default: a tenth of the steps).")
    private Integer evaluateEvery;

    @Option(names = "--resume", description = "Go on where an earlier run was left.")
    private boolean resume;

    boolean resume() {
        return resume;
    }

    /// Returns the plan.
    ///
    /// @param defaultRate the learning rate if none was given
    /// @param device where it runs
    Plan plan(double defaultRate, long seed, Device device) {
        Expect.range("--steps", steps, 1, Long.MAX_VALUE);
        Expect.range("--checkpoint-every", checkpointEvery, 1, Integer.MAX_VALUE);
        int every = evaluateEvery == null ? Math.clamp(steps / 10, 1, Integer.MAX_VALUE) : evaluateEvery;
        Expect.range("--evaluate-every", every, 0, Integer.MAX_VALUE);
        Expect.finite("--z-loss", zLoss, true);
        double peak = rate == null ? defaultRate : rate;
        Expect.finite("--lr", peak, false);
        String rates = schedule == null ? Rates.of(peak, steps) : schedule;
        return new Plan(steps, optimizer, rates, zLoss, checkpointEvery, every, seed, device);
    }
}
