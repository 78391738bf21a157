package io.gatun.train;

import io.gatun.data.Batch;
import io.gatun.kernel.Allocator;
import io.gatun.kernel.Backends;
import io.gatun.models.EncoderDecoder;
import io.gatun.nn.Pass;
import io.gatun.optim.Adafactor;
import io.gatun.optim.AdafactorSettings;
import io.gatun.optim.Optimizer;
import io.gatun.optim.Schedule;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import java.util.Arrays;
import java.util.OptionalDouble;

/// How fast a model is on a batch, and how much memory a training step takes.
///
/// @param forwardSeconds the median of a forward pass: loss without gradients
/// @param trainingSeconds the median of a whole training step with Adafactor
/// @param peakBytes the most that tensors use of the device's memory in a training step, weights and
///     optimizer slots included
/// @param cpuShare processor time over elapsed time and threads while it was measured: well below 1 where
///     another process took part of it; empty where the system does not tell
public record Speed(double forwardSeconds, double trainingSeconds, long peakBytes, OptionalDouble cpuShare) {

    private static final double RATE = 1e-3;

    /// How often and how long something is repeated.
    ///
    /// @param iterations at least so often
    /// @param seconds at least so long
    public record Effort(int iterations, double seconds) {

        private Effort atLeast(int more) {
            return new Effort(Math.max(iterations, more), seconds);
        }
    }

    /// Measures a model where its weights are, which change.
    ///
    /// @param warmUp what is done before the clock counts, of either kind
    /// @param measured what is timed, of either kind
    /// @throws OutOfMemoryError if the device has not enough memory
    public static Speed of(EncoderDecoder model, Batch batch, Effort warmUp, Effort measured) {
        Device device = model.device();
        Allocator memory = Backends.of(device).allocator();
        Optimizer optimizer = new Adafactor(model.weights(), AdafactorSettings.T5);
        Learning learning =
                new Learning(model, new Pass(0, 0, Generator.seeded(0)), 0, optimizer, Schedule.constant(RATE));
        try (TrainingSteps steps = new TrainingSteps(learning)) {
            Runnable training = () -> steps.take(batch, RATE);
            Runnable forward = () ->
                    Memory.scope(() -> model.loss(batch, Pass.INFERENCE, 0).item());
            int recorded = device.isCpu() ? 0 : TrainingSteps.RECORDED_AFTER;
            double _ = median(training, warmUp.atLeast(recorded));
            memory.resetPeak();
            ProcessorTime processor = ProcessorTime.on(device);
            OptionalDouble computed = processor.seconds();
            long begin = System.nanoTime();
            double trainingSeconds = median(training, measured);
            long peak = memory.peakBytes();
            double _ = median(forward, warmUp);
            double forwardSeconds = median(forward, measured);
            double elapsed = (System.nanoTime() - begin) / 1e9;
            OptionalDouble now = processor.seconds();
            return new Speed(
                    forwardSeconds,
                    trainingSeconds,
                    peak,
                    computed.isPresent() && now.isPresent()
                            ? OptionalDouble.of((now.getAsDouble() - computed.getAsDouble()) / elapsed)
                            : OptionalDouble.empty());
        }
    }

    private static double median(Runnable work, Effort effort) {
        double[] seconds = new double[16];
        int n = 0;
        long begin = System.nanoTime();
        while (n < Math.max(1, effort.iterations()) || System.nanoTime() - begin < effort.seconds() * 1e9) {
            if (n == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * n);
            }
            long start = System.nanoTime();
            work.run();
            seconds[n++] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds, 0, n);
        return (seconds[(n - 1) / 2] + seconds[n / 2]) / 2;
    }
}
