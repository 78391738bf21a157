package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One task: every architecture, from scratch and pre-trained.
///
/// @param task the task's name
/// @param metric its main metric
/// @param baseline the value of always giving the most frequent answer
/// @param linear the value of a linear classifier on words; empty where there is none
/// @param scratch the cells that began from random weights, in the order of the architectures
/// @param pretrained the cells that began from pre-trained weights, in the same order
record Comparison(
        String task,
        String metric,
        double baseline,
        OptionalDouble linear,
        List<Optional<Cell>> scratch,
        List<Optional<Cell>> pretrained) {

    static List<Comparison> of(Results results) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String task : results.tasks()) {
            Run any = results.runs().stream()
                    .filter(run -> run.task().equals(task))
                    .findFirst()
                    .orElseThrow();
            comparisons.add(new Comparison(
                    task,
                    any.metric(),
                    any.baseline(),
                    results.linear(task).stream().mapToDouble(Linear::value).findFirst(),
                    cells(results, task, false),
                    cells(results, task, true)));
        }
        return comparisons;
    }

    private static List<Optional<Cell>> cells(Results results, String task, boolean pretrained) {
        return results.archs().stream()
                .map(arch -> Cell.of(results.runs(task, arch, pretrained)))
                .toList();
    }

    /// Returns the cells of one start.
    List<Optional<Cell>> cells(boolean fromPretrained) {
        return fromPretrained ? pretrained : scratch;
    }

    /// Returns the best cell of one start.
    Optional<Cell> best(boolean fromPretrained) {
        return cells(fromPretrained).stream().flatMap(Optional::stream).max(Comparator.comparingDouble(Cell::value));
    }

    /// Returns whether a cell is the best of its start, or cannot be told from it.
    boolean leads(Cell cell) {
        return best(cell.pretrained()).map(cell::ties).orElse(false);
    }

    /// Returns the names of the architectures that lead among those of one start, the best first.
    List<String> leaders(boolean fromPretrained) {
        return cells(fromPretrained).stream()
                .flatMap(Optional::stream)
                .filter(this::leads)
                .sorted(Comparator.comparingDouble(Cell::value).reversed())
                .map(Cell::arch)
                .toList();
    }
}
