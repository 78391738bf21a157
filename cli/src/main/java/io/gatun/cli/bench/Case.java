package io.gatun.cli.bench;

import io.gatun.tensor.DType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A benchmark case as it was asked for: its name, and the options that followed it.
public final class Case {

    private final String name;
    private final Map<String, String> options = new TreeMap<>();
    private final Set<String> known = new HashSet<>();

    private Case(String name) {
        this.name = name;
    }

    /// Returns the cases of a command line: names, each followed by its `key=value`.
    ///
    /// @throws IllegalArgumentException if an option stands before the first name
    public static List<Case> parse(List<String> words) {
        List<Case> cases = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals == 0) {
                throw new IllegalArgumentException("bench: expected options as key=value, got " + word);
            }
            if (equals < 0) {
                cases.add(new Case(word));
            } else if (cases.isEmpty()) {
                throw new IllegalArgumentException(
                        "bench: the option " + word + " stands before any case; options follow the case they are for");
            } else {
                cases.getLast().put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return cases;
    }

    private void put(String key, String value) {
        if (options.put(key, value) != null) {
            throw wrong(key + " is given twice; give it once");
        }
    }

    /// Returns the name.
    public String name() {
        return name;
    }

    /// Returns the options that were given as they could be given again, in the order of their names; empty if
    /// there were none.
    public String options() {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining(" "));
    }

    /// Returns the parts of the name between colons.
    String[] parts() {
        return name.split(":", -1);
    }

    /// Returns an option that is a whole number from 1 to 999999999.
    int count(String key, int otherwise) {
        String text = text(key, Integer.toString(otherwise));
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw wrong(key, text, "a whole number from 1 to 999999999");
        }
        return Integer.parseInt(text);
    }

    /// Returns an option that is a number of at least 0.
    double number(String key, double otherwise) {
        String text = text(key, Double.toString(otherwise));
        if (!text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            throw wrong(key, text, "a number of at least 0, such as 0.5");
        }
        BigDecimal number = new BigDecimal(text);
        options.computeIfPresent(key, (_, _) -> number.stripTrailingZeros().toPlainString());
        return number.doubleValue();
    }

    /// Returns an option that is one of a few words, the first of them if it was not given.
    String word(String key, String... choices) {
        String text = text(key, choices[0]);
        if (!List.of(choices).contains(text)) {
            throw wrong(key, text, oneOf(choices));
        }
        return text;
    }

    /// Returns the type of numbers that is asked for, of those that have gradients.
    DType floating() {
        refuse("dtype", "int8", "8-bit weights are for inference; take f32 or bf16");
        return word("dtype", "f32", "bf16").equals("bf16") ? DType.BF16 : DType.F32;
    }

    /// Refuses a value that others know, and says why and what to do instead.
    void refuse(String key, String value, String why) {
        if (text(key, "").equals(value)) {
            throw wrong(key + "=" + value + " is not possible: " + why);
        }
    }

    /// Checks that a tensor is none too large: more numbers than an `int` counts are a slip of the finger.
    ///
    /// @param extents the tensor's extents, as `double` because their product may be beyond any whole number
    void checkSize(double... extents) {
        double size = Arrays.stream(extents).reduce(1, (a, b) -> a * b);
        if (size > Integer.MAX_VALUE) {
            throw wrong(String.format(
                    Locale.ROOT,
                    "expected tensors of at most %d numbers, got one of %.0f; take smaller sizes",
                    Integer.MAX_VALUE,
                    size));
        }
    }

    private static String oneOf(String... choices) {
        String last = choices[choices.length - 1];
        return choices.length == 1
                ? last
                : String.join(", ", List.of(choices).subList(0, choices.length - 1)) + " or " + last;
    }

    private String text(String key, String otherwise) {
        known.add(key);
        return options.getOrDefault(key, otherwise);
    }

    /// Checks that no option was given that nobody asked for.
    void checkOptions() {
        for (String key : options.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("bench: " + name + " has no option " + key + "; it has "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /// Returns the exception for options that do not go together.
    IllegalArgumentException wrong(String sentence) {
        return new IllegalArgumentException("bench: " + name + ": " + sentence);
    }

    private IllegalArgumentException wrong(String key, String text, String expected) {
        return wrong("expected " + key + " to be " + expected + ", got " + text);
    }

    /// Returns the exception for a name that is no case.
    IllegalArgumentException unknown(String expected) {
        return new IllegalArgumentException("bench: there is no case " + name + "; expected " + expected);
    }
}
