package io.gatun.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One task: for every architecture the score from scratch (hollow) and pre-trained (full) with their
/// intervals, and the baseline as a line.
///
/// @param comparison the task
/// @param archs the architectures, in the order of the comparison
record DotChart(Comparison comparison, List<String> archs) {

    private static final int WIDTH = 320;
    private static final int LEFT = 88;
    private static final int RIGHT = 16;
    private static final int TOP = 8;
    private static final int ROW = 40;
    private static final int FOOT = 26;

    String figure() {
        int bottom = TOP + ROW * archs.size();
        Scale x = axis();
        Markup svg = new Markup();
        svg.add(
                "<figure><figcaption>%s <small>%s, %%</small></figcaption>",
                comparison.task(), Words.name(comparison.metric()));
        svg.add(
                "<svg class=\"dots\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">",
                WIDTH, bottom + FOOT, comparison.task());
        for (double tick : x.ticks()) {
            svg.add(
                    "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                    x.at(tick), x.at(tick), TOP, bottom);
            svg.add(
                    "<text class=\"tick mid\" x=\"%s\" y=\"%s\">%s</text>",
                    x.at(tick), bottom + 16, (double) Math.round(1000 * tick) / 10);
        }
        if (comparison.baseline() > 0) {
            double at = x.at(comparison.baseline());
            svg.add("<line class=\"baseline\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\">", at, at, TOP, bottom);
            svg.add("<title>most frequent answer: %s %%</title></line>", Words.percent(comparison.baseline()));
        }
        for (int i = 0; i < archs.size(); i++) {
            String colour = Palette.colour(archs.get(i));
            double middle = TOP + ROW * (i + 0.5);
            svg.add("<text class=\"name end\" x=\"%s\" y=\"%s\">%s</text>", LEFT - 10, middle + 4, archs.get(i));
            cell(svg, comparison.scratch().get(i), middle - 8, x, colour + " hollow");
            cell(svg, comparison.pretrained().get(i), middle + 8, x, colour + " full");
        }
        return svg.raw("</svg></figure>\n").toString();
    }

    private static void cell(Markup svg, Optional<Cell> possible, double y, Scale x, String style) {
        if (possible.isEmpty()) {
            return;
        }
        Cell cell = possible.get();
        Interval interval = cell.interval();
        svg.add(
                "<g class=\"cell %s\"><title>%s, %s: %s %% (%s to %s)</title>",
                style,
                cell.arch(),
                cell.pretrained() ? "pre-trained" : "from scratch",
                Words.percent(cell.value()),
                Words.percent(interval.low()),
                Words.percent(interval.high()));
        svg.add(
                "<line class=\"whisker\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                x.at(interval.low()), x.at(interval.high()), y, y);
        svg.add("<circle r=\"4.5\" cx=\"%s\" cy=\"%s\"/></g>", x.at(cell.value()), y);
    }

    /// From 0 or a little below the lowest to a little above the highest: the intervals fill the picture.
    private Scale axis() {
        List<Interval> intervals = Stream.concat(comparison.scratch().stream(), comparison.pretrained().stream())
                .flatMap(Optional::stream)
                .map(Cell::interval)
                .toList();
        double low = intervals.stream().mapToDouble(Interval::low).min().orElse(0);
        double high = intervals.stream().mapToDouble(Interval::high).max().orElse(1);
        double base = comparison.baseline() > 0 ? comparison.baseline() : low;
        return Scale.around(Math.min(low, base), Math.max(high, base), LEFT, (double) WIDTH - RIGHT);
    }
}
