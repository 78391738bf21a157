package io.gatun.peers;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The options of a case, `key=value`.
record Options(Map<String, String> given) {

    private static final List<String> OF_ALL = List.of("warm", "warm_secs", "iters", "secs");
    private static final Map<String, List<String>> WORDS = Map.of(
            "opt", List.of("fused", "adam"),
            "phase", List.of("step", "fwd", "fb"),
            "conv", List.of("cl", "conv", "unfold", "band", "shift"),
            "dyn", List.of("shift", "band", "unfold"));

    /// Reads options from arguments.
    static Options parse(Iterable<String> arguments) {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("expected key=value, got '" + argument + "'");
            }
            if (given.put(argument.substring(0, at), argument.substring(at + 1)) != null) {
                throw new IllegalArgumentException(argument.substring(0, at) + " is given twice; give it once");
            }
        }
        return new Options(given);
    }

    /// Throws if there is an option that libtorch's side does not know of a case, as the two would not do the same
    /// work, or one with a value that cannot be.
    void check(String name, Collection<String> known) {
        TreeSet<String> all = new TreeSet<>(known);
        all.addAll(OF_ALL);
        given.forEach((key, value) -> {
            if (!all.contains(key)) {
                throw new IllegalArgumentException(
                        name + ": libtorch's side has no option '" + key + "' here; it has " + String.join(", ", all));
            }
            if (WORDS.containsKey(key)) {
                expect(WORDS.get(key).contains(value), name, key, "one of " + String.join(", ", WORDS.get(key)));
            } else if (key.equals("drop")) {
                expect(value.matches("0(\\.\\d{1,9})?"), name, key, "a number from 0 to below 1");
            } else if (key.endsWith("secs")) {
                expect(value.matches("\\d{1,9}(\\.\\d{1,9})?"), name, key, "a number of at least 0, such as 0.5");
            } else {
                expect(value.matches("[1-9]\\d{0,8}"), name, key, "a whole number of at least 1");
            }
        });
    }

    private void expect(boolean right, String name, String key, String expected) {
        if (!right) {
            throw new IllegalArgumentException(
                    name + ": expected " + key + " to be " + expected + ", got '" + given.get(key) + "'");
        }
    }

    String text(String key, String otherwise) {
        return given.getOrDefault(key, otherwise);
    }

    int integer(String key, int otherwise) {
        return given.containsKey(key) ? Integer.parseInt(given.get(key)) : otherwise;
    }

    double number(String key, double otherwise) {
        return given.containsKey(key) ? Double.parseDouble(given.get(key)) : otherwise;
    }
}
