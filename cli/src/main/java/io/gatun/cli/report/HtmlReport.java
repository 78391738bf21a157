package io.gatun.cli.report;

import io.gatun.cli.report.LineChart.Line;
import io.gatun.cli.report.LineChart.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The page `report.html`: one file that loads nothing from anywhere.
final class HtmlReport {

    private final Results results;
    private final Optional<Scaling> scaling;
    private final Findings findings;
    private final List<String> archs;
    private final Markup page = new Markup();

    private HtmlReport(Results results, Optional<Scaling> scaling) {
        this.results = results;
        this.scaling = scaling;
        this.findings = new Findings(results);
        this.archs = results.archs();
    }

    static String of(Results results, Optional<Scaling> scaling) {
        return new HtmlReport(results, scaling).write();
    }

    private String write() {
        page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.add("<title>%s</title>\n", MarkdownReport.TITLE);
        page.raw("<style>\n" + resource("report.css") + "</style>\n</head>\n<body>\n<main>\n");
        header();
        answers();
        scores();
        pretraining();
        finetuning();
        scaling.ifPresent(figures -> page.raw("<section><h2>Speed and memory by length</h2>\n")
                .raw(ScalingPage.figures(figures))
                .raw("</section>\n"));
        limits();
        facts();
        page.raw("</main>\n<script>\n" + resource("report.js") + "</script>\n</body>\n</html>\n");
        return page.toString();
    }

    private void header() {
        page.add("<header><h1>%s</h1>\n", MarkdownReport.TITLE);
        page.add("<p class=\"summary\">%s</p>\n<div class=\"tiles\">", MarkdownReport.lead(results));
        tile(Words.whole(results.runs().size()), "fine-tuning runs");
        tile(
                range(results.runs().stream()
                        .mapToLong(Run::params)
                        .sorted()
                        .boxed()
                        .toList()),
                "parameters");
        tile(
                Words.brief(results.pretrainings().stream()
                        .mapToDouble(Pretraining::tokens)
                        .sum()),
                "tokens of pre-training in all");
        MarkdownReport.seconds(results).ifPresent(seconds -> tile(Words.time(seconds), "of training and tests"));
        page.raw("</div></header>\n");
    }

    private void tile(String value, String label) {
        page.add("<div><strong>%s</strong>%s</div>", value, label);
    }

    static String range(List<Long> sorted) {
        if (sorted.isEmpty()) {
            return "–";
        }
        String low = Words.brief((double) sorted.getFirst());
        String high = Words.brief((double) sorted.getLast());
        if (low.equals(high)) {
            return low;
        }
        int unit = low.indexOf(' ');
        return (unit > 0 && high.endsWith(low.substring(unit)) ? low.substring(0, unit) : low) + "–" + high;
    }

    private void answers() {
        page.raw("<section><h2>Answers</h2><ol class=\"answers\">");
        for (Answer answer : Answers.of(results, scaling)) {
            page.add("<li><p class=\"question\">%s</p><p>%s</p>", answer.question(), answer.verdict());
            if (!answer.reasons().isEmpty()) {
                page.raw("<ul>");
                answer.reasons().forEach(reason -> page.add("<li>%s</li>", reason));
                page.raw("</ul>");
            }
            page.raw("</li>\n");
        }
        page.raw("</ol>\n").add("<p class=\"note\">%s</p></section>\n", Answers.METHOD);
    }

    private void scores() {
        page.raw("<section><h2>Scores on test examples</h2>\n<p class=\"key\">");
        page.raw("<span class=\"key-dot hollow\"></span>from scratch <span class=\"key-dot full\"></span>pre-trained ");
        page.raw(
                "<span class=\"key-whisker\"></span>95 % interval <span class=\"key-base\"></span>most frequent answer</p>\n");
        page.raw("<div class=\"grid-charts small\">\n");
        findings.comparisons().forEach(comparison -> page.raw(new DotChart(comparison, archs).figure()));
        page.raw("</div>\n");
        page.raw(ScoreTable.html(findings.comparisons(), archs));
        page.raw("<ul class=\"tasks\">\n");
        findings.tasks().forEach(sentence -> page.add("<li>%s</li>\n", sentence));
        page.raw("</ul>\n");
        page.raw("</section>\n");
    }

    private void pretraining() {
        if (results.pretrainings().isEmpty()) {
            return;
        }
        page.raw("<section><h2>Pre-training</h2>\n");
        List<Line> lines = new ArrayList<>();
        long last = 0;
        for (Pretraining pretraining : results.pretrainings()) {
            if (lines.stream().noneMatch(line -> line.arch().equals(pretraining.arch()))) {
                lines.add(new Line(pretraining.arch(), true, pretraining.loss()));
                last = Math.max(last, pretraining.steps());
            }
        }
        page.raw("<div class=\"grid-charts\">\n");
        page.raw(new LineChart("Span-corruption loss by step, nats a token", Unit.NATS, 0, lines).figure());
        page.raw(new LineChart("The same from a quarter of the steps on", Unit.NATS, last / 4, lines).figure());
        page.raw("</div>\n");
        page.raw("<div class=\"scroll\"><table><thead><tr><th>architecture</th><th>parameters</th><th>steps</th>");
        page.raw(
                "<th>tokens</th><th>tokens / s</th><th>time</th><th>processor, %</th><th>loss at the end</th></tr></thead><tbody>\n");
        for (Pretraining pretraining : results.pretrainings()) {
            page.raw("<tr><th>" + Palette.key(pretraining.arch()));
            page.add(
                    "%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
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
                                    Locale.ROOT, "%.3f", pretraining.loss().end()));
        }
        page.raw("</tbody></table></div>\n");
        page.add("<p class=\"note\">%s</p></section>\n", MarkdownReport.pretrainingNote(results));
    }

    private void finetuning() {
        page.raw("<section><h2>Fine-tuning</h2>\n<p class=\"key\">full lines and marks: pre-trained, dashed ");
        page.raw("and hollow: from scratch · first seed</p>\n<div class=\"grid-charts\">\n");
        for (Comparison comparison : findings.comparisons()) {
            page.raw(new LineChart(
                            comparison.task() + ": loss by step, nats a token", Unit.NATS, 0, lines(comparison, false))
                    .figure());
            page.raw(new LineChart(
                            comparison.task() + ": validation " + Words.name(comparison.metric()),
                            Unit.PERCENT,
                            0,
                            lines(comparison, true))
                    .figure());
        }
        page.raw("</div></section>\n");
    }

    private List<Line> lines(Comparison comparison, boolean validation) {
        List<Line> lines = new ArrayList<>();
        for (String arch : archs) {
            for (boolean pretrained : new boolean[] {true, false}) {
                results.runs(comparison.task(), arch, pretrained).stream()
                        .findFirst()
                        .ifPresent(run ->
                                lines.add(new Line(arch, pretrained, validation ? run.validation() : run.loss())));
            }
        }
        return lines;
    }

    private void limits() {
        page.raw("<section><h2>What was measured, and what was not</h2>\n<ul>");
        Limits.of(results).forEach(limit -> page.add("<li>%s</li>\n", limit));
        page.raw("</ul>\n<details><summary>Every run</summary>\n");
        page.raw(RunTable.html(results));
        page.raw("</details></section>\n");
    }

    private void facts() {
        page.raw("<section class=\"facts\"><div><h2>Settings</h2><dl>");
        results.settings().forEach((name, value) -> fact(name, value));
        page.raw("</dl></div><div><h2>Machine</h2><dl>");
        results.machine().forEach((name, value) -> fact(name, value));
        page.raw("</dl></div></section>\n");
    }

    private void fact(String name, Object value) {
        page.add("<dt>%s</dt><dd>", Words.name(name));
        if (name.equals("command")) { // is not broken after the hyphens of an option
            Pattern.compile(" ")
                    .splitAsStream(String.valueOf(value))
                    .forEach(word -> page.add("<span class=\"word\">%s</span> ", word));
        } else {
            page.add("%s", MarkdownReport.write(value));
        }
        page.raw("</dd>\n");
    }

    static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
