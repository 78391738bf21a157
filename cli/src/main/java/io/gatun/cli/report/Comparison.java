package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// One task: every architecture, from scratch and pre-trained.
///
/// @param task the task's name
/// @param metric its main metric
/// @param baseline the value of always giving the most frequent answer
/// @param linear what a linear classifier on words came to; empty where there is none
/// @param scratch the cells that began from random weights, in the order of the architectures
/// @param pretrained the cells that began from pre-trained weights, in the same order
record Comparison(
        String task,
        String metric,
        double baseline,
        Optional<Linear> linear,
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
                    results.linear(task),
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

    /// Returns an architecture's cell.
    Optional<Cell> cell(String arch, boolean fromPretrained) {
        return present(fromPretrained).filter(cell -> cell.arch().equals(arch)).findFirst();
    }

    private Stream<Cell> present(boolean fromPretrained) {
        return cells(fromPretrained).stream().flatMap(Optional::stream);
    }

    /// Returns two cells that are there.
    Difference.Pair pair(String arch, boolean fromPretrained, String other, boolean otherFromPretrained) {
        return new Difference.Pair(
                cell(arch, fromPretrained).orElseThrow(),
                cell(other, otherFromPretrained).orElseThrow());
    }

    /// Returns how far one pre-trained architecture is above another.
    ///
    /// @param together how many comparisons are to be right at once
    Difference lead(String arch, String other, int together) {
        return Difference.of(List.of(pair(arch, true, other, true)), together);
    }

    /// Returns whether a cell of one start is better than always giving the most frequent answer. Where
    /// none is, the scores are no evidence for anything, and nothing leads.
    boolean tells(boolean fromPretrained) {
        return present(fromPretrained).anyMatch(Cell::beatsBaseline);
    }

    /// Returns whether any cell is better than always giving the most frequent answer.
    boolean tells() {
        return tells(true) || tells(false);
    }

    /// Returns what pre-training brought an architecture.
    ///
    /// @param arch its place in the order of the architectures
    Optional<Difference> gain(int arch) {
        return scratch.get(arch).flatMap(from -> pretrained.get(arch).map(to -> Difference.of(to, from)));
    }

    /// Returns the best cell of one start.
    Optional<Cell> best(boolean fromPretrained) {
        return present(fromPretrained).max(Comparator.comparingDouble(Cell::value));
    }

    /// Returns whether a cell is the best of its start. What a page prints as equal shares the first place.
    boolean first(Cell cell) {
        return tells(cell.pretrained())
                && best(cell.pretrained())
                        .filter(best -> Words.percent(best.value()).equals(Words.percent(cell.value())))
                        .isPresent();
    }

    /// Returns whether a cell is the best of its start, or cannot be told from it.
    boolean leads(Cell cell) {
        return tells(cell.pretrained())
                && best(cell.pretrained()).map(cell::ties).orElse(false);
    }

    /// Returns the cells that lead among those of one start, the best first.
    List<Cell> leaders(boolean fromPretrained) {
        return present(fromPretrained)
                .filter(this::leads)
                .sorted(Comparator.comparingDouble(Cell::value).reversed())
                .toList();
    }

    /// Returns the rates to be shown beside the main metric, as far as they were measured.
    List<String> secondary() {
        List<String> rates = switch (metric) {
            case "accuracy" -> List.of("f1", "coarse_accuracy");
            case "token_f1" -> List.of("accuracy"); // exact match
            default -> List.of();
        };
        return rates.stream().filter(this::measured).toList();
    }

    private boolean measured(String rate) {
        return all().anyMatch(cell -> cell.more().containsKey(rate));
    }

    /// Returns the highest share of a run's answers that are none of the labels; empty where there are no
    /// labels.
    OptionalDouble invalid() {
        return metric.equals("accuracy")
                ? all().flatMapToDouble(cell -> cell.invalid().stream()).max()
                : OptionalDouble.empty();
    }

    private Stream<Cell> all() {
        return Stream.concat(present(false), present(true));
    }
}
