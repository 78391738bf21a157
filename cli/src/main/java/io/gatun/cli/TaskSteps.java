package io.gatun.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads how many steps each task gets.
final class TaskSteps {

    private TaskSteps() {}

    /// Returns the steps of each of these tasks.
    ///
    /// @param values a number for all tasks, and `task=number` for single ones
    /// @throws IllegalArgumentException if a value is neither, a task is not among these, or one is left without
    static Map<String, Long> parse(List<String> values, List<String> tasks) {
        Map<String, Long> steps = new LinkedHashMap<>();
        Long all = null;
        for (String value : values) {
            int equals = value.indexOf('=');
            String task = value.substring(0, Math.max(0, equals));
            long count = number(value, value.substring(equals + 1));
            if (equals < 0) {
                all = count;
            } else if (tasks.contains(task)) {
                steps.put(task, count);
            } else {
                throw new IllegalArgumentException(
                        "--finetune-steps: " + value + " is for none of the tasks " + String.join(", ", tasks));
            }
        }
        for (String task : tasks) {
            if (all == null && !steps.containsKey(task)) {
                throw new IllegalArgumentException("--finetune-steps: expected a number for all tasks, or one for "
                        + task + " too, got " + String.join(",", values));
            }
            steps.putIfAbsent(task, all);
        }
        return steps;
    }

    private static long number(String value, String text) {
        if (!text.matches("[1-9]\\d{0,17}")) {
            throw new IllegalArgumentException(
                    "--finetune-steps: expected whole numbers of at least 1, as in 240,imdb=400, got " + value);
        }
        return Long.parseLong(text);
    }
}
