package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Curves over steps, as SVG that takes its colours from the page.
///
/// @param title what is shown
/// @param unit how values are written
/// @param lines the curves
/// @param width of the drawing, in its own units
record LineChart(String title, Unit unit, List<Line> lines, int width) {

    /// How values are written.
    enum Unit {
        /// Nats a token.
        NATS,
        /// A rate as per cent.
        PERCENT
    }

    /// One curve.
    ///
    /// @param label its name
    /// @param colour the style class that colours it
    /// @param dashed whether it is drawn dashed
    /// @param curve its points
    record Line(String label, String colour, boolean dashed, Curve curve) {}

    private static final int HEIGHT = 230;
    private static final int LEFT = 42;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 30;
    private static final int MANY = 60;

    /// Returns the figure; an empty text if there is no point to show.
    String figure() {
        List<Line> drawn =
                lines.stream().filter(line -> !line.curve().isEmpty()).toList();
        if (drawn.isEmpty()) {
            return "";
        }
        List<Curve.Point> points = drawn.stream()
                .flatMap(line -> shown(line.curve()).points().stream())
                .toList();
        double most = points.stream().mapToDouble(Curve.Point::value).max().orElseThrow();
        double least = points.stream().mapToDouble(Curve.Point::value).min().orElseThrow();
        long last = points.stream().mapToLong(Curve.Point::step).max().orElseThrow();
        Scale x = new Scale(0, Math.max(1, last), LEFT, (double) width - RIGHT);
        Scale y = Scale.around(unit == Unit.PERCENT ? Math.min(0, least) : least, most, (double) HEIGHT - BOTTOM, TOP);

        Markup svg = new Markup();
        svg.add("<figure><figcaption>%s</figcaption>", title);
        svg.add("<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\"", width, HEIGHT, title);
        svg.add(" data-x=\"%s %s %s %s\">", x.low(), x.high(), x.from(), x.to());
        for (double tick : y.ticks()) {
            svg.add(
                    "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                    LEFT, width - RIGHT, y.at(tick), y.at(tick));
            svg.add("<text class=\"tick end\" x=\"%s\" y=\"%s\">%s</text>", LEFT - 6, y.at(tick) + 3.5, write(tick));
        }
        for (double tick : x.ticks()) {
            svg.add(
                    "<text class=\"tick mid\" x=\"%s\" y=\"%s\">%s</text>",
                    x.at(tick), HEIGHT - 12, Words.whole(Math.round(tick)));
        }
        for (Line line : drawn) {
            if (line.curve().points().size() > MANY) {
                path(svg, line, line.curve().thinned(600), "faint", x, y);
            }
            path(svg, line, shown(line.curve()), "line", x, y);
        }
        svg.raw("<line class=\"cursor\" y1=\"%d\" y2=\"%d\"/></svg>".formatted(TOP, HEIGHT - BOTTOM));
        legend(svg, drawn);
        return svg.raw("</figure>\n").toString();
    }

    /// A loss jumps from step to step; what it does is seen in a mean over a window.
    private static Curve shown(Curve curve) {
        int size = curve.points().size();
        return size > MANY ? curve.smoothed(size / 40).thinned(160) : curve;
    }

    private void path(Markup svg, Line line, Curve curve, String style, Scale x, Scale y) {
        List<String> places = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Curve.Point point : curve.points()) {
            places.add(Markup.number(x.at((double) point.step())) + " " + Markup.number(y.at(point.value())));
            values.add(point.step() + ":" + write(point.value()));
        }
        svg.add(
                "<path class=\"%s %s%s\" d=\"M%s\"",
                style, line.colour(), line.dashed() ? " dashed" : "", String.join("L", places));
        if (style.equals("line")) {
            svg.add(" data-label=\"%s\" data-values=\"%s\"", line.label(), String.join(" ", values));
        }
        svg.raw("/>");
        if (curve.points().size() == 1) {
            Curve.Point point = curve.points().getFirst();
            svg.add(
                    "<circle class=\"dot %s\" r=\"3\" cx=\"%s\" cy=\"%s\"/>",
                    line.colour(), x.at((double) point.step()), y.at(point.value()));
        }
    }

    /// A name for each colour, and after it a place for the value of each of its lines, in the order they are
    /// drawn.
    private static void legend(Markup svg, List<Line> drawn) {
        svg.raw("<div class=\"legend\">");
        for (int i = 0; i < drawn.size(); i++) {
            Line line = drawn.get(i);
            boolean same = i > 0 && drawn.get(i - 1).label().equals(line.label());
            svg.raw(same || i == 0 ? "" : "</span>");
            if (!same) {
                svg.add("<span class=\"%s\"><i class=\"swatch\"></i>%s", line.colour(), line.label());
            }
            svg.raw(" <b></b>");
        }
        svg.raw("</span></div>");
    }

    private String write(double value) {
        return unit == Unit.PERCENT
                ? Math.round(100 * value) + " %"
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
