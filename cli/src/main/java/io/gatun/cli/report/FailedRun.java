package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// Training that could not go on.
///
/// @param what which, in words
/// @param message why
public record FailedRun(String what, String message) {

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("what", what);
        json.put("message", message);
        return json;
    }

    static FailedRun fromJson(JsonObject json) {
        return new FailedRun(json.string("what"), json.string("message"));
    }
}
