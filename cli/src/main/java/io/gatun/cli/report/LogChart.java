package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;

/// Lines over lengths, both axes logarithmic, as SVG that takes its colours from the page.
///
/// @param title what is shown
/// @param lines the lines
record LogChart(String title, List<Line> lines) {

    /// One line.
    ///
    /// @param arch the architecture that it is of
    /// @param points its points, from left to right
    record Line(String arch, List<Point> points) {}

    /// A point of a line; both numbers are above 0.
    record Point(double x, double y) {}

    private static final int WIDTH = 480;
    private static final int HEIGHT = 280;
    private static final int LEFT = 58;
    private static final int RIGHT = 14;
    private static final int TOP = 10;
    private static final int BOTTOM = 30;

    /// Returns the figure; an empty text if there is no point to show.
    String figure() {
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        if (all.isEmpty()) {
            return "";
        }
        List<Double> lengths = all.stream().map(Point::x).distinct().sorted().toList();
        double least = all.stream().mapToDouble(Point::y).min().orElseThrow();
        double most = all.stream().mapToDouble(Point::y).max().orElseThrow();
        Axis x = LogScale.over(lengths, LEFT, (double) WIDTH - RIGHT);
        Axis y = LogScale.around(least, most, (double) HEIGHT - BOTTOM, TOP);
        Markup svg = new Markup();
        svg.add("<figure><figcaption>%s</figcaption>", title);
        svg.add("<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, title);
        for (double tick : y.ticks()) {
            double at = y.at(tick);
            svg.add("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>", LEFT, WIDTH - RIGHT, at, at);
            svg.add("<text class=\"tick end\" x=\"%s\" y=\"%s\">%s</text>", LEFT - 6, at + 3.5, Words.metric(tick));
        }
        for (double tick : x.ticks()) {
            svg.add(
                    "<text class=\"tick mid\" x=\"%s\" y=\"%s\">%s</text>",
                    x.at(tick), HEIGHT - 12, Words.whole(Math.round(tick)));
        }
        for (Line line : lines) {
            draw(svg, line, x, y);
        }
        svg.raw("</svg><div class=\"legend\">");
        for (Line line : lines) {
            svg.raw("<span>" + Palette.key(line.arch())).add("%s</span>", line.arch());
        }
        return svg.raw("</div></figure>\n").toString();
    }

    private static void draw(Markup svg, Line line, Axis x, Axis y) {
        List<String> places = new ArrayList<>();
        Markup marks = new Markup();
        for (Point point : line.points()) {
            double across = x.at(point.x());
            double up = y.at(point.y());
            places.add(Markup.number(across) + " " + Markup.number(up));
            marks.raw("<g>" + Palette.mark(line.arch(), true, across, up));
            marks.add(
                    "<title>%s, %s tokens: %s</title></g>",
                    line.arch(), Words.whole(Math.round(point.x())), Words.metric(point.y()));
        }
        if (!places.isEmpty()) {
            svg.add("<path class=\"line %s\" d=\"M%s\"/>", Palette.colour(line.arch()), String.join("L", places));
        }
        svg.raw(marks.toString());
    }
}
