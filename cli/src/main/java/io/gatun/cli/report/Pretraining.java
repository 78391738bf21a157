package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The pre-training of one architecture.
///
/// @param arch its name
/// @param params how many parameters the model has
/// @param steps how many steps it took
/// @param tokens how many tokens it read
/// @param seconds how long it took
/// @param cpuShare processor time over elapsed time and threads; empty if that was not recorded
/// @param seed where its random numbers began
/// @param loss the training loss, in nats a token
public record Pretraining(
        String arch,
        long params,
        long steps,
        long tokens,
        double seconds,
        OptionalDouble cpuShare,
        long seed,
        Curve loss) {

    /// Returns how fast it read.
    public double tokensPerSecond() {
        return seconds > 0 ? tokens / seconds : 0;
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("arch", arch);
        json.put("params", params);
        json.put("steps", steps);
        json.put("tokens", tokens);
        json.put("seconds", seconds);
        CpuShare.toJson(cpuShare, json);
        json.put("tokens_per_second", tokensPerSecond());
        json.put("seed", seed);
        json.put("loss", loss.isEmpty() ? null : loss.end());
        json.put("curve", loss.toJson());
        return json;
    }

    static Pretraining fromJson(JsonObject json) {
        return new Pretraining(
                json.string("arch"),
                json.integer("params"),
                json.integer("steps"),
                json.integer("tokens"),
                json.number("seconds"),
                CpuShare.fromJson(json),
                json.integer("seed"),
                Curve.fromJson(json.orElse("curve", json::list, List.of())));
    }
}
