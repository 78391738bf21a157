package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One architecture at one length.
///
/// @param arch the architecture's name
/// @param length tokens of an input
/// @param targetLength tokens of a target, as span corruption has them
/// @param batch rows of the batch
/// @param params how many parameters the model has
/// @param forwardFlops counted operations of a forward pass for one pair of sequences
/// @param trainingFlops counted operations of a training step for one pair of sequences
/// @param speed what was measured; empty if there was not enough memory
public record ScalingPoint(
        String arch,
        int length,
        int targetLength,
        int batch,
        long params,
        long forwardFlops,
        long trainingFlops,
        Optional<Measured> speed) {

    /// What was measured. Tokens are those of inputs and targets.
    ///
    /// @param forwardTokensPerSecond in a forward pass: the loss without gradients
    /// @param trainingTokensPerSecond in a whole training step
    /// @param peakBytes the most that tensors use in a training step
    /// @param cpuShare processor time over elapsed time and threads; empty if that was not recorded
    public record Measured(
            double forwardTokensPerSecond, double trainingTokensPerSecond, long peakBytes, OptionalDouble cpuShare) {}

    /// Returns whether it was measured while the threads had their cores as good as for themselves.
    boolean undisturbed() {
        return speed.filter(measured -> CpuShare.whole(measured.cpuShare())).isPresent();
    }

    /// Returns the tokens of one pair of sequences.
    int tokens() {
        return length + targetLength;
    }

    /// Returns the point as a member of `scaling.json`.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("arch", arch);
        json.put("length", length);
        json.put("target_length", targetLength);
        json.put("batch", batch);
        json.put("params", params);
        json.put("forward_flops", forwardFlops);
        json.put("training_flops", trainingFlops);
        speed.ifPresentOrElse(
                measured -> {
                    json.put("forward_tokens_per_second", measured.forwardTokensPerSecond());
                    json.put("training_tokens_per_second", measured.trainingTokensPerSecond());
                    json.put("peak_bytes", measured.peakBytes());
                    CpuShare.toJson(measured.cpuShare(), json);
                },
                () -> json.put("error", "out of memory"));
        return json;
    }

    static ScalingPoint fromJson(JsonObject json) {
        Optional<Measured> speed = json.has("error")
                ? Optional.empty()
                : Optional.of(new Measured(
                        json.number("forward_tokens_per_second"),
                        json.number("training_tokens_per_second"),
                        json.integer("peak_bytes"),
                        CpuShare.fromJson(json)));
        return new ScalingPoint(
                json.string("arch"),
                Math.toIntExact(json.integer("length")),
                Math.toIntExact(json.integer("target_length")),
                Math.toIntExact(json.integer("batch")),
                json.integer("params"),
                json.integer("forward_flops"),
                json.integer("training_flops"),
                speed);
    }
}
