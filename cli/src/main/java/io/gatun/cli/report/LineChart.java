package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Curves over steps, as SVG that takes its colours from the page. Losses that fall by more than a factor of ten are
/// drawn logarithmically: what happens at the end is as worth seeing as the fall.
///
/// @param title what is shown
/// @param unit how values are written
/// @param from the first step that is shown
/// @param lines the curves
record LineChart(String title, Unit unit, long from, List<Line> lines) {

    /// How values are written.
    enum Unit {
        /// Nats a token.
        NATS,
        /// A rate as per cent.
        PERCENT
    }

    /// One curve.
    ///
    /// @param arch the architecture that it is of
    /// @param pretrained whether it is of a pre-trained model or of a pre-training; those from scratch are dashed
    /// @param curve its points
    record Line(String arch, boolean pretrained, Curve curve) {}

    private static final int WIDTH = 420;
    private static final int HEIGHT = 230;
    private static final int LEFT = 42;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 30;
    private static final int MANY = 60; // points, from which on a curve is smoothed
    private static final int FEW = 12; // points, up to which each is marked
    private static final int MARKS = 5;

    /// Returns the figure; an empty text if there is no point to show.
    String figure() {
        List<Line> drawn = lines.stream()
                .map(line ->
                        new Line(line.arch(), line.pretrained(), line.curve().from(from)))
                .filter(line -> !line.curve().isEmpty())
                .toList();
        if (drawn.isEmpty()) {
            return "";
        }
        List<Curve.Point> points = drawn.stream()
                .flatMap(line -> shown(line.curve()).points().stream())
                .toList();
        long last = points.stream().mapToLong(Curve.Point::step).max().orElseThrow();
        Scale x = new Scale(from, Math.max(from + 1, last), LEFT, (double) WIDTH - RIGHT);
        Axis y = upward(points);

        Markup svg = new Markup();
        svg.add("<figure><figcaption>%s</figcaption>", title);
        svg.add("<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\"", WIDTH, HEIGHT, title);
        svg.add(" data-x=\"%s %s %s %s\">", x.low(), x.high(), x.from(), x.to());
        for (double tick : y.ticks()) {
            svg.add(
                    "<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                    LEFT, WIDTH - RIGHT, y.at(tick), y.at(tick));
            svg.add("<text class=\"tick end\" x=\"%s\" y=\"%s\">%s</text>", LEFT - 6, y.at(tick) + 3.5, write(tick));
        }
        for (double tick : x.ticks()) {
            svg.add(
                    "<text class=\"tick mid\" x=\"%s\" y=\"%s\">%s</text>",
                    x.at(tick), HEIGHT - 12, Words.whole(Math.round(tick)));
        }
        for (Line line : drawn) {
            if (line.curve().points().size() > MANY && line.pretrained()) {
                path(svg, line, line.curve().thinned(600), "faint", x, y);
            }
            path(svg, line, shown(line.curve()), "line", x, y);
        }
        marks(svg, drawn, x, y);
        svg.raw("<line class=\"cursor\" y1=\"%d\" y2=\"%d\"/></svg>".formatted(TOP, HEIGHT - BOTTOM));
        legend(svg, drawn);
        return svg.raw("</figure>\n").toString();
    }

    private Axis upward(List<Curve.Point> points) {
        double most = points.stream().mapToDouble(Curve.Point::value).max().orElseThrow();
        double least = points.stream().mapToDouble(Curve.Point::value).min().orElseThrow();
        double bottom = (double) HEIGHT - BOTTOM;
        return unit == Unit.NATS && least > 0 && most > 10 * least
                ? LogScale.around(least, most, bottom, TOP)
                : Scale.around(least, most, bottom, TOP);
    }

    /// A loss jumps from step to step; what it does is seen in a mean over a window.
    private static Curve shown(Curve curve) {
        int size = curve.points().size();
        return size > MANY ? curve.smoothed(size / 40).thinned(160) : curve;
    }

    private void path(Markup svg, Line line, Curve curve, String style, Scale x, Axis y) {
        List<String> places = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (Curve.Point point : curve.points()) {
            places.add(Markup.number(x.at((double) point.step())) + " " + Markup.number(height(point, y)));
            values.add(point.step() + ":" + write(point.value()));
        }
        svg.add(
                "<path class=\"%s %s%s\" d=\"M%s\"",
                style, Palette.colour(line.arch()), line.pretrained() ? "" : " dashed", String.join("L", places));
        if (style.equals("line")) {
            svg.add(" data-values=\"%s\"", String.join(" ", values));
        }
        svg.raw("/>");
    }

    /// The axis holds the means that are shown; single steps beyond it lie on the edge of the picture.
    private static double height(Curve.Point point, Axis y) {
        double height = point.value() > 0 || y instanceof Scale ? y.at(point.value()) : HEIGHT;
        return Math.clamp(height, TOP, (double) HEIGHT - BOTTOM);
    }

    /// Marks every point of a short curve, some of a long one, those of each architecture at other steps.
    private static void marks(Markup svg, List<Line> drawn, Scale x, Axis y) {
        List<String> archs = drawn.stream().map(Line::arch).distinct().toList();
        for (Line line : drawn) {
            List<Curve.Point> points = shown(line.curve()).points();
            int size = points.size();
            int count = size > FEW ? MARKS : size;
            double shift = size > FEW ? (archs.indexOf(line.arch()) + 0.5) / archs.size() : 0.5;
            for (int i = 0; i < count; i++) {
                Curve.Point point = points.get((int) ((i + shift) * size / count));
                svg.raw(Palette.mark(line.arch(), line.pretrained(), x.at((double) point.step()), height(point, y)));
            }
        }
    }

    /// A name for each architecture, and after it a place for the value of each of its lines, in the order they are
    /// drawn.
    private static void legend(Markup svg, List<Line> drawn) {
        svg.raw("<div class=\"legend\">");
        for (int i = 0; i < drawn.size(); i++) {
            Line line = drawn.get(i);
            boolean same = i > 0 && drawn.get(i - 1).arch().equals(line.arch());
            svg.raw(same || i == 0 ? "" : "</span>");
            if (!same) {
                svg.raw("<span>" + Palette.key(line.arch())).add("%s", line.arch());
            }
            svg.raw(" <b></b>");
        }
        svg.raw("</span></div>");
    }

    private String write(double value) {
        if (unit == Unit.PERCENT) {
            return Math.round(100 * value) + " %";
        }
        return value > 0 && value < 0.1
                ? Words.small(value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
}
