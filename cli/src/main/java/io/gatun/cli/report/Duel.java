package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The best pre-trained convolution of each task against the pre-trained transformer, task by task.
///
/// Each of several convolutions on each of several tasks could be the one that is clear by luck, and the
/// best is chosen after the test: intervals hold for all of these at once.
///
/// @param bouts one for each task
/// @param together how many comparisons there are
record Duel(List<Bout> bouts, int together) {

    /// What came out on one task.
    ///
    /// @param task its name
    /// @param convolution the best one
    /// @param difference how far it is above the transformer
    record Bout(String task, String convolution, Difference difference) {}

    static Duel of(Common common) {
        int together = common.tasks().size() * common.convolutions().size();
        return new Duel(
                common.tasks().stream()
                        .map(task -> bout(task, common, together))
                        .toList(),
                together);
    }

    private static Bout bout(Comparison task, Common common, int together) {
        String best = common.convolutions().stream()
                .max(Comparator.comparingDouble(
                        arch -> task.cell(arch, true).orElseThrow().value()))
                .orElseThrow();
        return new Bout(task.task(), best, task.lead(best, Findings.ATTENTION, together));
    }

    /// Returns the tasks on which the convolution is better beyond chance.
    List<String> better() {
        return write(Difference::above, Bout::task);
    }

    /// Returns those on which it is worse.
    List<String> worse() {
        return write(Difference::below, Bout::task);
    }

    private List<String> write(Predicate<Difference> which, Function<Bout, String> words) {
        return bouts.stream()
                .filter(bout -> which.test(bout.difference))
                .map(words)
                .toList();
    }

    /// Returns what came out, in words.
    String sentence() {
        List<String> parts = new ArrayList<>();
        add(parts, "is better on ", write(Difference::above, Duel::words));
        add(parts, "is worse on ", write(Difference::below, Duel::words));
        add(parts, "cannot be told apart on ", write(difference -> !difference.clear(), Bout::task));
        return "Task by task%s, the best convolution, set against the transformer, %s."
                .formatted(
                        together == 1 ? "" : " (%s at once)".formatted(Words.count(together, "comparison")),
                        Words.list(parts));
    }

    private static String words(Bout bout) {
        return "%s (%s, %s points, from %s)"
                .formatted(bout.task, bout.convolution, Words.points(bout.difference.mean()), bout.difference.bounds());
    }

    private static void add(List<String> parts, String claim, List<String> tasks) {
        if (!tasks.isEmpty()) {
            parts.add(claim + Words.list(tasks));
        }
    }
}
