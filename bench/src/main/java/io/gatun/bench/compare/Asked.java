package io.gatun.bench.compare;

import java.util.ArrayList;
import java.util.List;

/// A case and its options, as `gatun bench` takes them.
///
/// @param name such as `train:t5-mini`
/// @param options such as `B=4`
record Asked(String name, List<String> options) {

    /// Reads cases, each followed by its options, separated by spaces.
    static List<Asked> parse(String text) {
        List<Asked> all = new ArrayList<>();
        for (String word : text.trim().split("\\s+", -1)) {
            if (!word.contains("=")) {
                all.add(new Asked(word, new ArrayList<>()));
            } else if (all.isEmpty()) {
                throw new IllegalArgumentException("cases: expected a case before its options, got '" + word + "'");
            } else {
                all.getLast().options.add(word);
            }
        }
        if (all.getFirst().name.isEmpty()) {
            throw new IllegalArgumentException("cases: expected some, such as -Dpeers.cases=\"train:t5-mini\"");
        }
        return all;
    }

    @Override
    public String toString() {
        return options.isEmpty() ? name : name + " " + String.join(" ", options);
    }
}
