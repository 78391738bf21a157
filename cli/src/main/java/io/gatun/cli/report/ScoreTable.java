package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The table of the comparison: a row for each task, three columns for each architecture.
final class ScoreTable {

    private final List<Comparison> comparisons;
    private final List<String> archs;
    private final Markup table = new Markup();

    private ScoreTable(List<Comparison> comparisons, List<String> archs) {
        this.comparisons = comparisons;
        this.archs = archs;
    }

    static String html(List<Comparison> comparisons, List<String> archs) {
        return new ScoreTable(comparisons, archs).write();
    }

    private String write() {
        table.raw("<div class=\"scroll\"><table class=\"scores\"><thead><tr><th rowspan=\"2\"></th>");
        for (String arch : archs) {
            table.raw("<th colspan=\"3\" class=\"group first\">" + Palette.key(arch))
                    .add("%s</th>", arch);
        }
        table.raw("<th class=\"first\" rowspan=\"2\">linear,<br>words</th><th rowspan=\"2\">most<br>frequent</th>");
        table.raw("<th rowspan=\"2\">no<br>label</th></tr><tr>");
        archs.forEach(_ -> table.raw("<th class=\"first\">scratch</th><th>pre-trained</th><th>gain</th>"));
        table.raw("</tr></thead><tbody>\n");
        comparisons.forEach(this::row);
        mean();
        table.raw(
                "</tbody></table></div>\n<p class=\"note\"><span class=\"mark lead\">marked</span>: the highest of its ");
        table.raw("task among those of the same start, and every score that chance does not separate from it. ");
        table.raw(
                "<span class=\"weak\">Grey</span>: not clearly above the most frequent answer; where all are, none is marked. ");
        table.raw("Small figures: the ");
        table.raw(
                "half-width of the 95 % interval, and where there are several seeds the standard deviation (sd) over ");
        table.raw(
                "them, with their number. Gains in percentage points; <b class=\"up\">coloured</b> where chance does not explain them. No label: ");
        table.raw(
                "the highest share of a run's answers that are none of the task's labels. Mean: over the tasks on which some score is above ");
        table.raw("the most frequent answer.</p>\n");
        return table.toString();
    }

    private void row(Comparison comparison) {
        table.add("<tr><th>%s<br><small>%s</small></th>", comparison.task(), Words.name(comparison.metric()));
        for (int i = 0; i < archs.size(); i++) {
            Optional<Cell> scratch = comparison.scratch().get(i);
            Optional<Cell> pretrained = comparison.pretrained().get(i);
            score(comparison, scratch, "first");
            score(comparison, pretrained, "");
            gain(comparison, i);
        }
        table.add(
                "<td class=\"first base\">%s</td>",
                comparison.linear().map(linear -> Words.percent(linear.value())).orElse("–"));
        table.add("<td class=\"base\">%s</td>", Words.percent(comparison.baseline()));
        table.add("<td class=\"base\">%s</td></tr>\n", percent(comparison.invalid()));
        comparison.secondary().forEach(rate -> secondary(comparison, rate));
    }

    private void secondary(Comparison comparison, String rate) {
        table.add("<tr class=\"secondary\"><th><small>%s</small></th>", Words.name(rate));
        for (int i = 0; i < archs.size(); i++) {
            table.add(
                    "<td class=\"first\">%s</td><td>%s</td><td></td>",
                    Words.rate(comparison.scratch().get(i), rate),
                    Words.rate(comparison.pretrained().get(i), rate));
        }
        table.raw("<td class=\"first\"></td><td></td><td></td></tr>\n");
    }

    private void score(Comparison comparison, Optional<Cell> possible, String style) {
        if (possible.isEmpty()) {
            table.add("<td class=\"%s\">–</td>", style);
            return;
        }
        Cell cell = possible.get();
        Interval interval = cell.interval();
        boolean several = cell.seeds() > 1;
        String marks = (comparison.leads(cell) ? " lead" : "")
                + (comparison.first(cell) ? " best" : "")
                + (cell.beatsBaseline() ? "" : " weak");
        table.add(
                "<td class=\"%s%s\" title=\"%s to %s, %s examples%s\"><span>%s</span><br><small>±%s",
                style,
                marks,
                Words.percent(interval.low()),
                Words.percent(interval.high()),
                Words.whole(cell.n()),
                several
                        ? ", %d seeds from %s to %s"
                                .formatted(cell.seeds(), Words.percent(cell.lowest()), Words.percent(cell.highest()))
                        : "",
                Words.percent(cell.value()),
                Words.percent((interval.high() - interval.low()) / 2));
        if (several) {
            table.add("<br>sd %s (%s)", Words.percent(cell.deviation()), cell.seeds());
        }
        table.raw("</small></td>");
    }

    private void gain(Comparison comparison, int arch) {
        Optional<Difference> possible = comparison.gain(arch);
        if (possible.isEmpty()) {
            table.raw("<td>–</td>");
            return;
        }
        Difference gain = possible.get();
        String style = !comparison.tells() || !gain.clear() ? "even" : gain.mean() > 0 ? "up" : "down";
        table.add("<td class=\"%s\">%s</td>", style, Words.points(gain.mean()));
    }

    /// The mean over the tasks that tell something, of architectures that have them all.
    private void mean() {
        List<Comparison> telling =
                comparisons.stream().filter(Comparison::tells).toList();
        if (telling.size() < 2) {
            return;
        }
        table.add("<tr class=\"base\"><th>mean<br><small>of %s</small></th>", Words.count(telling.size(), "task"));
        for (int i = 0; i < archs.size(); i++) {
            OptionalDouble scratch = mean(telling, i, false);
            OptionalDouble pretrained = mean(telling, i, true);
            table.add("<td class=\"first\">%s</td><td>%s</td>", percent(scratch), percent(pretrained));
            table.add(
                    "<td>%s</td>",
                    scratch.isPresent() && pretrained.isPresent()
                            ? Words.points(pretrained.getAsDouble() - scratch.getAsDouble())
                            : "–");
        }
        table.raw("<td class=\"first\"></td><td></td><td></td></tr>\n");
    }

    private static String percent(OptionalDouble rate) {
        return rate.isPresent() ? Words.percent(rate.getAsDouble()) : "–";
    }

    private static OptionalDouble mean(List<Comparison> tasks, int arch, boolean pretrained) {
        List<Double> values = new ArrayList<>();
        for (Comparison comparison : tasks) {
            comparison.cells(pretrained).get(arch).map(Cell::value).ifPresent(values::add);
        }
        return values.size() < tasks.size()
                ? OptionalDouble.empty()
                : values.stream().mapToDouble(Double::doubleValue).average();
    }
}
