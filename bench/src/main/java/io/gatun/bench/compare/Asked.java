package io.gatun.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A row of the table: a case with its options as `gatun bench` takes them, and what the comparison itself is told.
///
/// @param name such as `train:t5-mini`
/// @param options such as `B=4`
/// @param settings such as `threads` to 2, and a setting of libtorch to the number of pairs with it
record Asked(String name, List<String> options, Map<String, Integer> settings) {

    /// The settings of libtorch that `bench/peers/peer` knows.
    static final Set<String> PEERS = Set.of("pt", "pt-fast");

    private static final String THREADS = "threads";
    private static final Set<String> EFFORT = Set.of("warm", "warm_secs", "iters", "secs");
    private static final Set<String> OURS_ALONE = Set.of("warm", "warm_secs", "dtype"); // libtorch's side is float32

    /// Reads cases, each followed by its options, separated by spaces or lines. What follows `#` in a line is a
    /// comment.
    static List<Asked> parse(String text) {
        List<Asked> all = new ArrayList<>();
        String words = text.lines().map(line -> line.split("#", 2)[0]).collect(Collectors.joining(" "));
        for (String word : words.trim().split("\\s+", -1)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                all.add(new Asked(word, new ArrayList<>(), new TreeMap<>()));
            } else if (all.isEmpty()) {
                throw new IllegalArgumentException("cases: expected a case before its options, got '" + word + "'");
            } else {
                all.getLast().add(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        if (all.getFirst().name.isEmpty()) {
            throw new IllegalArgumentException("cases: expected some, such as train:t5-mini; there are none");
        }
        return all;
    }

    private void add(String key, String value) {
        boolean peer = PEERS.contains(key);
        if (peer || key.equals(THREADS)) {
            if (!value.matches(peer ? "[0-9]{1,4}" : "[1-9][0-9]{0,3}")) {
                throw new IllegalArgumentException(
                        name + ": expected " + key + " to be a number" + (peer ? "" : " above 0") + ", got " + value);
            }
            if (settings.put(key, Integer.parseInt(value)) != null) {
                throw new IllegalArgumentException(name + ": " + key + " is given twice; give it once");
            }
        } else {
            options.add(key + "=" + value);
        }
    }

    int threads(int otherwise) {
        return settings.getOrDefault(THREADS, otherwise);
    }

    /// Returns how many pairs with a peer are asked for.
    int pairs(String peer, int otherwise) {
        return settings.getOrDefault(peer, otherwise);
    }

    /// Returns the options that libtorch's side gets. It compiles nothing, so a short warm-up will do; and all it does
    /// is in float32.
    List<String> optionsOfPeer() {
        boolean model = name.matches("(train|eval|decode):.*");
        List<String> theirs = new ArrayList<>(without(OURS_ALONE));
        theirs.add("warm_secs=" + (model ? 3 : 1));
        return theirs;
    }

    /// Returns the words that say what is computed, without how long it is repeated: the row's name.
    String label() {
        return label(without(EFFORT));
    }

    private List<String> without(Set<String> keys) {
        return options.stream()
                .filter(option -> !keys.contains(option.substring(0, option.indexOf('='))))
                .toList();
    }

    private String label(List<String> shown) {
        return shown.isEmpty() ? name : name + " " + String.join(" ", shown);
    }
}
