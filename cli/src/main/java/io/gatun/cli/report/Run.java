package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The fine-tuning and test of one model on one task.
///
/// @param arch the architecture's name
/// @param task the task's name
/// @param pretrained whether it began from pre-trained weights
/// @param metric the name of the main metric
/// @param value the main metric on the test examples, from 0 to 1
/// @param baseline what always answering the most frequent training label gives
/// @param n how many test examples there were
/// @param seed where random numbers began
/// @param steps how many steps it was fine-tuned for
/// @param seconds how long fine-tuning and test took
/// @param cpuShare processor time over elapsed time and threads; empty if that was not recorded
/// @param params how many parameters the model has
/// @param more other rates of the test by name: `accuracy`, `f1`, `invalid_rate` …
/// @param loss the training loss, in nats a token
/// @param validation the main metric on validation examples
public record Run(
        String arch,
        String task,
        boolean pretrained,
        String metric,
        double value,
        double baseline,
        long n,
        long seed,
        long steps,
        double seconds,
        OptionalDouble cpuShare,
        long params,
        Map<String, Double> more,
        Curve loss,
        Curve validation) {

    /// Checks that rates are rates.
    ///
    /// @throws IllegalArgumentException if `value` or `baseline` is outside 0…1, or `n` is negative
    public Run {
        if (!(value >= 0 && value <= 1 && baseline >= 0 && baseline <= 1)) {
            throw new IllegalArgumentException(
                    "run: expected value and baseline from 0 to 1, got %s and %s".formatted(value, baseline));
        }
        if (n < 0) {
            throw new IllegalArgumentException("run: expected a number of examples, got " + n);
        }
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("arch", arch);
        json.put("task", task);
        json.put("pretrained", pretrained);
        json.put("metric", metric);
        json.put("value", value);
        json.put("baseline", baseline);
        json.put("n", n);
        json.put("seed", seed);
        json.put("steps", steps);
        json.put("seconds", seconds);
        CpuShare.toJson(cpuShare, json);
        json.put("params", params);
        json.put("rates", more);
        json.put("loss_curve", loss.toJson());
        json.put("validation_curve", validation.toJson());
        return json;
    }

    static Run fromJson(JsonObject json) {
        Map<String, Double> more = new LinkedHashMap<>();
        if (json.has("rates")) {
            JsonObject rates = json.object("rates");
            rates.members().keySet().forEach(rate -> more.put(rate, rates.number(rate)));
        }
        return new Run(
                json.string("arch"),
                json.string("task"),
                json.bool("pretrained"),
                json.string("metric"),
                json.number("value"),
                json.number("baseline"),
                json.integer("n"),
                json.integer("seed"),
                json.integer("steps"),
                json.number("seconds"),
                CpuShare.fromJson(json),
                json.integer("params"),
                more,
                Curve.fromJson(json.orElse("loss_curve", json::list, List.of())),
                Curve.fromJson(json.orElse("validation_curve", json::list, List.of())));
    }
}
