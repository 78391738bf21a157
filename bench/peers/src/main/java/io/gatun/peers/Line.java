package io.gatun.peers;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What is printed of a case: keys and values, as JSON.
final class Line {

    private final Map<String, Object> values = new LinkedHashMap<>();

    Line put(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /// Adds a number of four digits.
    Line round(String key, double value) {
        return put(key, Double.parseDouble(String.format(Locale.ROOT, "%.4g", value)));
    }

    double number(String key) {
        return ((Number) values.get(key)).doubleValue();
    }

    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(each -> '"' + each.getKey() + "\":" + json(each.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(Object value) {
        return value instanceof Number ? value.toString() : '"' + value.toString() + '"';
    }
}
