package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// The page `report.md`: the same numbers and sentences as the HTML page, for a terminal or a repository.
final class MarkdownReport {

    static final String TITLE = "Are pre-trained convolutions better than pre-trained transformers?";

    private final Results results;
    private final StringBuilder page = new StringBuilder();

    private MarkdownReport(Results results) {
        this.results = results;
    }

    static String of(Results results, Optional<Scaling> scaling) {
        return new MarkdownReport(results).write(scaling);
    }

    /// Says in a sentence what was done.
    static String lead(Results results) {
        long starts = results.runs().stream().map(Run::pretrained).distinct().count();
        Object preset = results.settings().get("preset");
        return "%s, %s, %s: the paper’s experiment repeated from scratch in Java%s."
                .formatted(
                        Words.count(results.archs().size(), "architecture"),
                        Words.count(results.tasks().size(), "task"),
                        starts == 2 ? "each from scratch and pre-trained" : "from one start",
                        preset == null ? "" : ", at the size “" + preset + "”");
    }

    /// Returns the time of all training and tests; empty where it is no measurement.
    static OptionalDouble seconds(Results results) {
        return CpuShare.ofAll(results).whole()
                ? OptionalDouble.of(results.pretrainings().stream()
                                .mapToDouble(Pretraining::seconds)
                                .sum()
                        + results.runs().stream().mapToDouble(Run::seconds).sum())
                : OptionalDouble.empty();
    }

    /// Says what the columns of the pre-trainings mean.
    static String pretrainingNote(Results results) {
        CpuShare share = CpuShare.ofPretraining(results);
        return "Tokens are those of inputs and targets."
                + (share.whole()
                        ? ""
                        : " Times and tokens a second are no measurement: %s.".formatted(share.sentence()));
    }

    /// Writes a setting's value.
    static String write(Object value) {
        return switch (value) {
            case null -> "–";
            case List<?> list -> list.stream().map(MarkdownReport::write).collect(Collectors.joining(", "));
            case Long number -> String.valueOf(number);
            case JsonObject object -> write(object.members());
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + write(entry.getValue()))
                        .collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
    }

    private String write(Optional<Scaling> scaling) {
        Findings findings = new Findings(results);
        line("# " + TITLE);
        line(lead(results) + " " + Words.count(results.runs().size(), "run")
                + seconds(results).stream()
                        .mapToObj(seconds -> " in " + Words.time(seconds))
                        .findFirst()
                        .orElse("")
                + ".");
        line("## Answers");
        for (Answer answer : Answers.of(results, scaling)) {
            line("**" + answer.question() + "** " + answer.text());
        }
        line(Answers.METHOD);
        line("## Task by task");
        list(findings.tasks());
        line("## Scores on test examples");
        line("Per cent, with the 95 % interval; ± is the standard deviation over seeds, where there are several. "
                + "**Bold**: the highest of its column, and all that chance does not separate from it. *Italic*: not "
                + "clearly above the most frequent answer; a column with nothing else has no bold. Gains in percentage "
                + "points, with a star where chance does not explain them.");
        findings.comparisons().forEach(this::table);
        if (!results.pretrainings().isEmpty()) {
            line("## Pre-training");
            pretraining();
        }
        line("## What was measured, and what was not");
        list(Limits.of(results));
        line("## Settings and machine");
        facts(results.settings());
        facts(results.machine());
        return page.toString().stripTrailing() + "\n";
    }

    private void table(Comparison comparison) {
        long n = comparison
                .best(true)
                .or(() -> comparison.best(false))
                .map(Cell::n)
                .orElse(0L);
        line("### %s".formatted(comparison.task()));
        line("%s on %s; most frequent answer %s %%%s%s"
                .formatted(
                        Words.name(comparison.metric()),
                        Words.count(n, "test example"),
                        Words.percent(comparison.baseline()),
                        comparison
                                .linear()
                                .map(linear -> ", linear classifier on words and pairs of words %s %%"
                                        .formatted(Words.percent(linear.value())))
                                .orElse(""),
                        comparison.invalid().stream()
                                .mapToObj(rate -> "; answers that are no label: at most %s %% in a run"
                                        .formatted(Words.percent(rate)))
                                .findFirst()
                                .orElse("")));
        List<String> secondary = comparison.secondary();
        page.append("| architecture | from scratch | pre-trained | gain |");
        secondary.forEach(rate -> page.append(" %1$s, from scratch | %1$s, pre-trained |".formatted(Words.name(rate))));
        page.append("\n|---|--:|--:|--:|")
                .append("--:|--:|".repeat(secondary.size()))
                .append('\n');
        List<String> archs = results.archs();
        for (int i = 0; i < archs.size(); i++) {
            Optional<Cell> scratch = comparison.scratch().get(i);
            Optional<Cell> pretrained = comparison.pretrained().get(i);
            page.append("| %s | %s | %s | %s |"
                    .formatted(
                            archs.get(i),
                            score(comparison, scratch),
                            score(comparison, pretrained),
                            gain(comparison, i)));
            for (String rate : secondary) {
                page.append(" %s | %s |".formatted(Words.rate(scratch, rate), Words.rate(pretrained, rate)));
            }
            page.append('\n');
        }
        page.append('\n');
    }

    private static String score(Comparison comparison, Optional<Cell> possible) {
        return possible.map(cell -> {
                    String mark = (comparison.leads(cell) ? "**" : "") + (cell.beatsBaseline() ? "" : "*");
                    return "%s%s%s%s (%s–%s%s)"
                            .formatted(
                                    mark,
                                    Words.percent(cell.value()),
                                    mark,
                                    cell.seeds() > 1 ? " ± " + Words.percent(cell.deviation()) : "",
                                    Words.percent(cell.interval().low()),
                                    Words.percent(cell.interval().high()),
                                    cell.seeds() > 1 ? ", %d seeds".formatted(cell.seeds()) : "");
                })
                .orElse("–");
    }

    private static String gain(Comparison comparison, int arch) {
        return comparison
                .gain(arch)
                .map(gain -> Words.points(gain.mean()) + (comparison.tells() && gain.clear() ? " ★" : ""))
                .orElse("–");
    }

    private void pretraining() {
        page.append(
                "| architecture | parameters | steps | tokens | tokens/s | time | processor, % | loss at the end |\n");
        page.append("|---|--:|--:|--:|--:|--:|--:|--:|\n");
        for (Pretraining pretraining : results.pretrainings()) {
            page.append("| %s | %s | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            pretraining.arch(),
                            Words.whole(pretraining.params()),
                            Words.whole(pretraining.steps()),
                            Words.whole(pretraining.tokens()),
                            Words.whole(Math.round(pretraining.tokensPerSecond())),
                            Words.time(pretraining.seconds()),
                            CpuShare.write(pretraining.cpuShare()),
                            pretraining.loss().isEmpty()
                                    ? "–"
                                    : String.format(
                                            Locale.ROOT,
                                            "%.3f",
                                            pretraining.loss().end())));
        }
        page.append('\n');
        line(pretrainingNote(results));
    }

    private void facts(Map<String, Object> facts) {
        facts.forEach((name, value) -> page.append("- %s: %s\n".formatted(Words.name(name), write(value))));
        page.append('\n');
    }

    private void list(List<String> sentences) {
        sentences.forEach(sentence -> page.append("- ").append(sentence).append('\n'));
        page.append('\n');
    }

    private void line(String text) {
        page.append(text).append("\n\n");
    }
}
