package io.gatun.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// The table of the comparison: a row for each architecture, three columns for each task.
final class ScoreTable {

    private ScoreTable() {}

    static String html(List<Comparison> comparisons, List<String> archs) {
        Markup table = new Markup();
        table.raw("<div class=\"scroll\"><table class=\"scores\"><thead><tr><th rowspan=\"2\"></th>");
        for (Comparison comparison : comparisons) {
            table.add(
                    "<th colspan=\"3\" class=\"group\">%s <small>%s</small></th>",
                    comparison.task(), Words.name(comparison.metric()));
        }
        table.raw("</tr><tr>");
        comparisons.forEach(_ -> table.raw("<th class=\"first\">scratch</th><th>pre-trained</th><th>gain</th>"));
        table.raw("</tr></thead><tbody>\n");
        for (int i = 0; i < archs.size(); i++) {
            table.add("<tr><th class=\"%s\"><i class=\"swatch\"></i>%s</th>", Palette.of(i), archs.get(i));
            for (Comparison comparison : comparisons) {
                Optional<Cell> scratch = comparison.scratch().get(i);
                Optional<Cell> pretrained = comparison.pretrained().get(i);
                score(table, comparison, scratch, "first");
                score(table, comparison, pretrained, "");
                gain(table, scratch, pretrained);
            }
            table.raw("</tr>\n");
        }
        base(table, "linear, words and pairs", comparisons, Comparison::linear);
        base(table, "most frequent answer", comparisons, comparison -> OptionalDouble.of(comparison.baseline()));
        table.raw(
                "</tbody></table></div>\n<p class=\"note\"><span class=\"mark lead\">marked</span>: the highest of its ");
        table.raw(
                "column, and every score that chance does not separate from it. <span class=\"weak\">Grey</span>: not clearly ");
        table.raw("above the most frequent answer. Small figures: the half-width of the 95 % interval. ");
        table.raw("Gains in percentage points; <b class=\"up\">coloured</b> where chance does not explain them.</p>\n");
        return table.toString();
    }

    private static void base(
            Markup table, String name, List<Comparison> comparisons, Function<Comparison, OptionalDouble> value) {
        table.add("<tr class=\"base\"><th>%s</th>", name);
        for (Comparison comparison : comparisons) {
            OptionalDouble rate = value.apply(comparison);
            table.add(
                    "<td class=\"first\">%s</td><td></td><td></td>",
                    rate.isPresent() ? Words.percent(rate.getAsDouble()) : "–");
        }
        table.raw("</tr>\n");
    }

    private static void score(Markup table, Comparison comparison, Optional<Cell> possible, String style) {
        if (possible.isEmpty()) {
            table.add("<td class=\"%s\">–</td>", style);
            return;
        }
        Cell cell = possible.get();
        Interval interval = cell.interval();
        String marks = (comparison.leads(cell) ? " lead" : "")
                + (comparison.best(cell.pretrained()).filter(cell::equals).isPresent() ? " best" : "")
                + (cell.beatsBaseline() ? "" : " weak");
        table.add(
                "<td class=\"%s%s\" title=\"%s to %s, %s examples%s\"><span>%s</span> <small>±%s</small></td>",
                style,
                marks,
                Words.percent(interval.low()),
                Words.percent(interval.high()),
                Words.whole(cell.n()),
                cell.seeds() > 1
                        ? ", %d seeds from %s to %s"
                                .formatted(cell.seeds(), Words.percent(cell.lowest()), Words.percent(cell.highest()))
                        : "",
                Words.percent(cell.value()),
                Words.percent((interval.high() - interval.low()) / 2));
    }

    private static void gain(Markup table, Optional<Cell> scratch, Optional<Cell> pretrained) {
        if (scratch.isEmpty() || pretrained.isEmpty()) {
            table.raw("<td>–</td>");
            return;
        }
        double gain = pretrained.get().value() - scratch.get().value();
        String style = pretrained.get().ties(scratch.get()) ? "even" : gain > 0 ? "up" : "down";
        table.add("<td class=\"%s\">%s</td>", style, Words.points(gain));
    }
}
