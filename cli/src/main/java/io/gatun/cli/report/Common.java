package io.gatun.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What verdicts are about: the tasks that all compared models have finished, and on which at least one
/// of them is better than always giving the most frequent answer. Averages over other tasks would compare
/// tasks, or nothing.
///
/// @param archs the architectures, each of which has finished at least one task
/// @param tasks their tasks
/// @param mute those on which none of them is better than the most frequent answer
record Common(List<String> archs, List<Comparison> tasks, List<String> mute) {

    /// Finds what is common.
    ///
    /// @param wanted which architectures are compared
    /// @param starts whether pre-trained, from scratch, or both
    static Common of(List<Comparison> comparisons, Predicate<String> wanted, List<Boolean> starts) {
        List<String> archs = comparisons.stream()
                .flatMap(task -> task.pretrained().stream().flatMap(Optional::stream))
                .map(Cell::arch)
                .distinct()
                .filter(wanted)
                .filter(arch -> comparisons.stream().anyMatch(task -> finished(task, arch, starts)))
                .toList();
        List<Comparison> finished = comparisons.stream()
                .filter(task -> !archs.isEmpty() && archs.stream().allMatch(arch -> finished(task, arch, starts)))
                .toList();
        Predicate<Comparison> tells = task -> archs.stream()
                .flatMap(arch -> starts.stream().flatMap(start -> task.cell(arch, start).stream()))
                .anyMatch(Cell::beatsBaseline);
        return new Common(
                archs,
                finished.stream().filter(tells).toList(),
                finished.stream().filter(tells.negate()).map(Comparison::task).toList());
    }

    private static boolean finished(Comparison task, String arch, List<Boolean> starts) {
        return starts.stream().allMatch(start -> task.cell(arch, start).isPresent());
    }

    /// Returns the architectures that convolve.
    List<String> convolutions() {
        return archs.stream().filter(arch -> !arch.equals(Findings.ATTENTION)).toList();
    }

    /// Returns whether the transformer is among the architectures.
    boolean hasTransformer() {
        return archs.contains(Findings.ATTENTION);
    }

    /// Returns what pre-training brought an architecture.
    Difference gain(String arch, int together) {
        return difference(task -> task.pair(arch, true, arch, false), together);
    }

    /// Returns how far one pre-trained architecture is above another.
    Difference lead(String arch, String other, int together) {
        return difference(task -> task.pair(arch, true, other, true), together);
    }

    private Difference difference(Function<Comparison, Difference.Pair> pair, int together) {
        return Difference.of(tasks.stream().map(pair).toList(), together);
    }

    /// Returns the mean of a pre-trained architecture over the tasks.
    double mean(String arch) {
        return tasks.stream()
                .flatMap(task -> task.cell(arch, true).stream())
                .mapToDouble(Cell::value)
                .average()
                .orElseThrow();
    }
}
