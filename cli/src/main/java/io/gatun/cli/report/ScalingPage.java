package io.gatun.cli.report;

import io.gatun.cli.report.LogChart.Line;
import io.gatun.cli.report.LogChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The page `scaling.html`: speed, memory and operations by length, in one file that loads nothing.
final class ScalingPage {

    private static final String TITLE = "How architectures scale with the length of a sequence";
    private static final double GIBI = 1 << 30;

    private final Scaling scaling;
    private final List<String> archs;
    private final Markup page = new Markup();

    private ScalingPage(Scaling scaling) {
        this.scaling = scaling;
        this.archs = scaling.archs();
    }

    static String of(Scaling scaling) {
        return new ScalingPage(scaling).write();
    }

    private String write() {
        page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.add("<title>%s</title>\n<style>\n", TITLE);
        page.raw(HtmlReport.resource("report.css")).raw("</style>\n</head>\n<body>\n<main>\n");
        page.add("<header><h1>%s</h1>\n<p class=\"summary\">%s</p></header>\n", TITLE, lead());
        page.raw("<section><h2>Figures</h2>\n");
        figures();
        page.raw("</section>\n<section><h2>Numbers</h2>\n");
        archs.forEach(this::table);
        page.raw("</section>\n<section class=\"facts\"><div><h2>Settings</h2><dl>");
        scaling.settings().forEach(this::fact);
        page.raw("</dl></div><div><h2>Machine</h2><dl>");
        scaling.machine().forEach(this::fact);
        page.raw("</dl></div></section>\n</main>\n</body>\n</html>\n");
        return page.toString();
    }

    private void figures() {
        page.raw("<div class=\"grid-charts\">\n");
        chart(
                "Training: tokens a second",
                point -> point.speed()
                        .map(ScalingPoint.Measured::trainingTokensPerSecond)
                        .orElse(0.0));
        chart(
                "Forward: tokens a second",
                point -> point.speed()
                        .map(ScalingPoint.Measured::forwardTokensPerSecond)
                        .orElse(0.0));
        chart(
                "Training: most memory of tensors, GiB",
                point -> point.speed()
                        .map(measured -> measured.peakBytes() / GIBI)
                        .orElse(0.0));
        chart("Training: counted operations a token", point -> (double) point.trainingFlops() / point.tokens());
        page.raw("</div>\n");
        ScalingSummary.of(scaling).doubt().ifPresent(doubt -> page.add("<p class=\"note\"><b>%s</b></p>\n", doubt));
        notes();
    }

    private String lead() {
        return ScalingSummary.of(scaling)
                .sentence()
                .orElse("Speed, memory and operations of a training step by the length of the input.");
    }

    /// Returns the figures, and what they were measured with: for another page, whose settings may be
    /// others.
    static String figures(Scaling scaling) {
        ScalingPage page = new ScalingPage(scaling);
        page.figures();
        page.page.add(
                "<p class=\"note\">Measured with %s; on %s.</p>\n",
                MarkdownReport.write(scaling.settings()), MarkdownReport.write(scaling.machine()));
        return page.page.toString();
    }

    private void chart(String title, ToDoubleFunction<ScalingPoint> value) {
        List<Line> lines = new ArrayList<>();
        for (String arch : archs) {
            List<Point> points = scaling.points().stream()
                    .filter(point -> point.arch().equals(arch) && value.applyAsDouble(point) > 0)
                    .map(point -> new Point(point.length(), value.applyAsDouble(point)))
                    .sorted((a, b) -> Double.compare(a.x(), b.x()))
                    .toList();
            lines.add(new Line(arch, points));
        }
        page.raw(new LogChart(title, lines).figure());
    }

    private void notes() {
        page.raw(
                "<p class=\"note\">Across: tokens of an input; both axes are logarithmic. Targets are as long as span ");
        page.raw(
                "corruption makes them, and tokens are those of inputs and targets. Each batch has about as many tokens, ");
        page.raw(
                "whatever their length. Times are medians of whole steps after warm-up, in one process; memory is what ");
        page.raw(
                "tensors use at most, weights, gradients and optimizer included. Operations are counted, not measured: ");
        page.raw(
                "two for a multiply-add of products and convolutions, a backward pass as two forward passes; attention ");
        page.raw(
                "over all pairs of positions, which computes more than the kernels do where half of them are hidden.</p>\n");
    }

    private void table(String arch) {
        page.add("<h3>%s</h3><div class=\"scroll\"><table><thead><tr>", arch);
        page.raw("<th>length</th><th>target</th><th>rows</th><th>parameters</th><th>training tokens/s</th>");
        page.raw(
                "<th>forward tokens/s</th><th>memory, GiB</th><th>processor, %</th><th>operations a token</th></tr></thead><tbody>\n");
        for (int length : scaling.lengths()) {
            scaling.point(arch, length).ifPresent(this::row);
        }
        page.raw("</tbody></table></div>\n");
    }

    private void row(ScalingPoint point) {
        page.add(
                "<tr><th>%s</th><td>%s</td><td>%s</td><td>%s</td>",
                Words.whole(point.length()),
                Words.whole(point.targetLength()),
                Words.whole(point.batch()),
                Words.whole(point.params()));
        point.speed()
                .ifPresentOrElse(
                        measured -> page.add(
                                "<td>%s</td><td>%s</td><td>%s</td><td>%s</td>",
                                Words.whole(Math.round(measured.trainingTokensPerSecond())),
                                Words.whole(Math.round(measured.forwardTokensPerSecond())),
                                measured.peakBytes() / GIBI,
                                CpuShare.write(measured.cpuShare())),
                        () -> page.raw("<td colspan=\"4\">out of memory</td>"));
        page.add("<td>%s</td></tr>\n", Words.metric((double) point.trainingFlops() / point.tokens()));
    }

    private void fact(String name, Object value) {
        page.add("<dt>%s</dt><dd>%s</dd>\n", Words.name(name), MarkdownReport.write(value));
    }
}
