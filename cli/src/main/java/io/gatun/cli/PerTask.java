package io.gatun.cli;

import io.gatun.data.task.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// An option with a value for all tasks, and others for single ones, as in `240,imdb=400`.
///
/// @param option its name
/// @param values as they were given
record PerTask(String option, List<String> values) {

    /// Returns the value of each of these tasks. One for a task that is not among them is no error: a
    /// command may be given more tasks later.
    ///
    /// @param usual the value for tasks without one; null if there must be one
    /// @param number reads a value, and throws `IllegalArgumentException` with what was expected
    /// @throws IllegalArgumentException if a value cannot be read or names no task, or a task is left
    ///     without
    <T> Map<String, T> of(List<String> tasks, T usual, Function<String, T> number) {
        Map<String, T> single = new LinkedHashMap<>();
        T all = usual;
        for (String value : values) {
            int equals = value.indexOf('=');
            String task = value.substring(0, Math.max(0, equals));
            T read = read(value, value.substring(equals + 1), number);
            if (equals < 0) {
                all = read;
            } else if (Tasks.names().contains(task)) {
                single.put(task, read);
            } else {
                throw new IllegalArgumentException("%s: %s is for none of the tasks %s"
                        .formatted(option, value, String.join(", ", Tasks.names())));
            }
        }
        Map<String, T> each = new LinkedHashMap<>();
        for (String task : tasks) {
            T own = single.getOrDefault(task, all);
            if (own == null) {
                throw new IllegalArgumentException("%s: expected a number for all tasks, or one for %s too, got %s"
                        .formatted(option, task, String.join(",", values)));
            }
            each.put(task, own);
        }
        return each;
    }

    private <T> T read(String value, String text, Function<String, T> number) {
        try {
            return number.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: expected %s, got %s".formatted(option, e.getMessage(), value), e);
        }
    }

    /// Reads a whole number of at least 1.
    static long whole(String text) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException("whole numbers of at least 1, as in 240,imdb=400");
        }
        return Long.parseLong(text);
    }

    /// Reads a number above 0.
    static double positive(String text) {
        // no names of numbers, no hexadecimal ones, no suffix
        double number = text.matches("(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?") ? Double.parseDouble(text) : 0;
        if (!(number > 0 && Double.isFinite(number))) {
            throw new IllegalArgumentException("numbers above 0, as in 0.02,imdb=0.01");
        }
        return number;
    }
}
