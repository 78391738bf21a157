package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a linear classifier on words and pairs of words came to on one task: what every model should beat.
///
/// @param task the task's name
/// @param metric the name of the main metric
/// @param value the main metric on the test examples, from 0 to 1
/// @param n how many test examples there were
/// @param seconds how long training and test took
public record Linear(String task, String metric, double value, long n, double seconds) {

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("task", task);
        json.put("metric", metric);
        json.put("value", value);
        json.put("n", n);
        json.put("seconds", seconds);
        return json;
    }

    static Linear fromJson(JsonObject json) {
        return new Linear(
                json.string("task"),
                json.string("metric"),
                json.number("value"),
                json.integer("n"),
                json.number("seconds"));
    }
}
