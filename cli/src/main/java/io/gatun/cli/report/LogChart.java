package io.gatun.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Lines over lengths, both axes logarithmic, as SVG that takes its colours from the page.
///
/// @param title what is shown
/// @param lines the lines
record LogChart(String title, List<Line> lines) {

    /// One line.
    ///
    /// @param label its name
    /// @param colour the style class that colours it
    /// @param points its points, from left to right
    record Line(String label, String colour, List<Point> points) {}

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
        double left = all.stream().mapToDouble(Point::x).min().orElseThrow();
        double right = all.stream().mapToDouble(Point::x).max().orElseThrow();
        double least = all.stream().mapToDouble(Point::y).min().orElseThrow();
        double most = all.stream().mapToDouble(Point::y).max().orElseThrow();
        List<Double> ticks = ticks(least, most);
        Scale x = new Scale(Math.log(left), Math.log(Math.max(right, left * 2)), LEFT, (double) WIDTH - RIGHT);
        double low = Math.min(least, ticks.getFirst());
        double high = Math.max(most, ticks.getLast());
        Scale y = new Scale(Math.log(low), Math.log(high), (double) HEIGHT - BOTTOM, TOP);
        Markup svg = new Markup();
        svg.add("<figure><figcaption>%s</figcaption>", title);
        svg.add("<svg class=\"chart\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, title);
        for (double tick : ticks) {
            double at = y.at(Math.log(tick));
            svg.add("<line class=\"grid\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>", LEFT, WIDTH - RIGHT, at, at);
            svg.add("<text class=\"tick end\" x=\"%s\" y=\"%s\">%s</text>", LEFT - 6, at + 3.5, Words.metric(tick));
        }
        all.stream()
                .map(Point::x)
                .distinct()
                .sorted()
                .forEach(tick -> svg.add(
                        "<text class=\"tick mid\" x=\"%s\" y=\"%s\">%s</text>",
                        x.at(Math.log(tick)), HEIGHT - 12, Words.whole(Math.round(tick))));
        for (Line line : lines) {
            draw(svg, line, x, y);
        }
        svg.raw("</svg><div class=\"legend\">");
        for (Line line : lines) {
            svg.add("<span class=\"%s\"><i class=\"swatch\"></i>%s</span>", line.colour(), line.label());
        }
        return svg.raw("</div></figure>\n").toString();
    }

    private static void draw(Markup svg, Line line, Scale x, Scale y) {
        List<String> places = new ArrayList<>();
        Markup dots = new Markup();
        for (Point point : line.points()) {
            double across = x.at(Math.log(point.x()));
            double up = y.at(Math.log(point.y()));
            places.add(Markup.number(across) + " " + Markup.number(up));
            dots.add("<circle class=\"dot %s\" r=\"3\" cx=\"%s\" cy=\"%s\">", line.colour(), across, up);
            dots.add(
                    "<title>%s, %s tokens: %s</title></circle>",
                    line.label(), Words.whole(Math.round(point.x())), Words.metric(point.y()));
        }
        if (!places.isEmpty()) {
            svg.add("<path class=\"line %s\" d=\"M%s\"/>", line.colour(), String.join("L", places));
        }
        svg.raw(dots.toString());
    }

    /// Returns 1, 2 and 5 times powers of ten from just below the least to just above the most; powers of ten only
    /// where these would be many.
    private static List<Double> ticks(double least, double most) {
        List<Double> steps = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most * 10; power *= 10) {
            double of = power;
            Stream.of(1, 2, 5).map(step -> step * of).forEach(steps::add);
        }
        int from = 0;
        while (from + 1 < steps.size() && steps.get(from + 1) <= least) {
            from++;
        }
        int to = from + 1;
        while (to < steps.size() - 1 && steps.get(to) < most) {
            to++;
        }
        List<Double> ticks = steps.subList(from, to + 1);
        if (ticks.size() <= 9) {
            return ticks;
        }
        return ticks.stream()
                .filter(tick -> Math.abs(Math.log10(tick) - Math.rint(Math.log10(tick))) < 1e-9)
                .toList();
    }
}
