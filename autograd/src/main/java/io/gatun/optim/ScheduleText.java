package io.gatun.optim;

import java.util.Arrays;
import java.util.List;

/// Reads the text form of schedules: factors `name:argument:…` joined by `*`.
final class ScheduleText {

    private static final String FORMS =
            "constant:RATE, warmup:STEPS, rsqrt:HOLD, linear:FROM:TO, cosine:FROM:TO:FLOOR, "
                    + "relative or relative-warmup, joined by *";

    private ScheduleText() {}

    static Schedule parse(String text) {
        return Arrays.stream(text.split("\\*", -1))
                .map(ScheduleText::factor)
                .reduce(Schedule::times)
                .orElseThrow();
    }

    private static Schedule factor(String text) {
        List<String> parts =
                Arrays.stream(text.strip().split(":", -1)).map(String::strip).toList();
        try {
            return switch (parts.getFirst() + "/" + (parts.size() - 1)) {
                case "constant/1" -> Schedule.constant(number(parts, 1));
                case "warmup/1" -> Schedule.warmup(steps(parts, 1));
                case "rsqrt/1" -> Schedule.rsqrt(steps(parts, 1));
                case "linear/2" -> Schedule.linear(steps(parts, 1), steps(parts, 2));
                case "cosine/2" -> Schedule.cosine(steps(parts, 1), steps(parts, 2), 0);
                case "cosine/3" -> Schedule.cosine(steps(parts, 1), steps(parts, 2), number(parts, 3));
                case "relative/0" -> Schedule.relativeStep();
                case "relative-warmup/0" -> Schedule.relativeStepWithWarmup();
                default -> throw unknown(text, null);
            };
        } catch (NumberFormatException e) {
            throw unknown(text, e);
        }
    }

    private static double number(List<String> parts, int index) {
        return Double.parseDouble(parts.get(index));
    }

    private static long steps(List<String> parts, int index) {
        return Long.parseLong(parts.get(index).replace("_", ""));
    }

    private static IllegalArgumentException unknown(String text, Throwable cause) {
        return new IllegalArgumentException("schedule: cannot read '" + text + "'; expected " + FORMS, cause);
    }
}
