package io.gatun.cli.report;

import io.gatun.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

    /// Returns the time of all training and tests.
    static double seconds(Results results) {
        return results.pretrainings().stream().mapToDouble(Pretraining::seconds).sum()
                + results.runs().stream().mapToDouble(Run::seconds).sum();
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
        line(lead(results) + " " + Words.count(results.runs().size(), "run") + " in " + Words.time(seconds(results))
                + ".");
        line("## Answers");
        for (Answer answer : Answers.of(results, scaling)) {
            line("**" + answer.question() + "** " + answer.text());
        }
        line("## Task by task");
        list(findings.tasks());
        line("## Scores on test examples");
        line(
                "Per cent, with the 95 % interval. **Bold**: the highest of its column, and all that chance does not separate "
                        + "from it. *Italic*: not clearly above the most frequent answer. Gains in percentage points, with a star "
                        + "where chance does not explain them.");
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
        line("%s on %s; most frequent answer %s %%%s"
                .formatted(
                        Words.name(comparison.metric()),
                        Words.count(n, "test example"),
                        Words.percent(comparison.baseline()),
                        comparison.linear().isPresent()
                                ? ", linear classifier on words and pairs of words %s %%"
                                        .formatted(Words.percent(
                                                comparison.linear().getAsDouble()))
                                : ""));
        page.append("| architecture | from scratch | pre-trained | gain |\n|---|--:|--:|--:|\n");
        List<String> archs = results.archs();
        for (int i = 0; i < archs.size(); i++) {
            Optional<Cell> scratch = comparison.scratch().get(i);
            Optional<Cell> pretrained = comparison.pretrained().get(i);
            page.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            archs.get(i),
                            score(comparison, scratch),
                            score(comparison, pretrained),
                            gain(scratch, pretrained)));
        }
        page.append('\n');
    }

    private static String score(Comparison comparison, Optional<Cell> possible) {
        return possible.map(cell -> {
                    String mark = (comparison.leads(cell) ? "**" : "") + (cell.beatsBaseline() ? "" : "*");
                    return "%s%s%s (%s–%s)"
                            .formatted(
                                    mark,
                                    Words.percent(cell.value()),
                                    mark,
                                    Words.percent(cell.interval().low()),
                                    Words.percent(cell.interval().high()));
                })
                .orElse("–");
    }

    private static String gain(Optional<Cell> scratch, Optional<Cell> pretrained) {
        if (scratch.isEmpty() || pretrained.isEmpty()) {
            return "–";
        }
        return Words.points(pretrained.get().value() - scratch.get().value())
                + (pretrained.get().ties(scratch.get()) ? "" : " ★");
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
