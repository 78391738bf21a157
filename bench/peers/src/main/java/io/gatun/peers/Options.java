package io.gatun.peers;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The options of a case, `key=value`.
record Options(Map<String, String> given) {

    /// Reads options from arguments.
    static Options parse(Iterable<String> arguments) {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("expected key=value, got '" + argument + "'");
            }
            given.put(argument.substring(0, at), argument.substring(at + 1));
        }
        return new Options(given);
    }

    /// Throws if there is an option that libtorch's side does not know: the two would not do the same work.
    Options only(Set<String> known) {
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        "libtorch's side has no option '" + key + "' here; it has " + new TreeSet<>(known));
            }
        }
        return this;
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
