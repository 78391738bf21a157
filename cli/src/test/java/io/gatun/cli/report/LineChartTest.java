package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.gatun.cli.report.LineChart.Line;
import io.gatun.cli.report.LineChart.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineChartTest {

    private static Curve curve(int steps, LongToDoubleFunction value) {
        List<Curve.Point> points = new ArrayList<>();
        for (long step = 1; step <= steps; step++) {
            points.add(new Curve.Point(step, value.applyAsDouble(step)));
        }
        return new Curve(points);
    }

    private static String figure(long from, Line... lines) {
        return new LineChart("t", Unit.NATS, from, List.of(lines)).figure();
    }

    /// The heights of all points of the lines of a style.
    private static List<Double> heights(String figure, String style) {
        return Pattern.compile("<path class=\"" + style + " c[^>]* d=\"M([^\"]*)\"")
                .matcher(figure)
                .results()
                .flatMap(found -> Pattern.compile("L").splitAsStream(found.group(1)))
                .map(place -> Double.parseDouble(place.substring(place.indexOf(' ') + 1)))
                .toList();
    }

    private static long count(String figure, String part) {
        return Pattern.compile(part, Pattern.LITERAL).matcher(figure).results().count();
    }

    @Test
    void single_steps_far_from_the_mean_stay_inside_the_frame() {
        Curve spiky = curve(600, step -> step == 1 ? 900 : step % 97 == 0 ? 1e-6 : 4 + 8.0 / (double) step);

        List<Double> heights = heights(figure(0, new Line("dynamic", true, spiky)), "faint");

        assertThat(heights).hasSize(600).allSatisfy(height -> assertThat(height).isBetween(10.0, 200.0));
    }

    @Test
    void a_loss_that_falls_far_is_drawn_logarithmically() {
        String figure = figure(0, new Line("dynamic", false, curve(10, step -> 8 / Math.pow(2, (double) step))));

        List<Double> heights = heights(figure, "line");
        assertThat(heights.get(9) - heights.get(8)).isCloseTo(heights.get(1) - heights.get(0), offset(0.03));
        assertThat(figure).contains(">0.01<", " dashed");
    }

    @Test
    void each_architecture_has_marks_of_its_own_shape() {
        String figure = figure(
                0,
                new Line("transformer", true, curve(5, step -> (double) step)),
                new Line("transformer", false, curve(5, step -> (double) step)),
                new Line("dilated", true, curve(500, step -> (double) step)));

        assertThat(count(figure, "class=\"mark full c0")).isEqualTo(5 + 1); // and one in the legend
        assertThat(count(figure, "class=\"mark hollow c0")).isEqualTo(5);
        assertThat(count(figure, "class=\"mark full c3")).isEqualTo(5 + 1);
    }

    @Test
    void a_part_of_the_steps_has_an_axis_of_its_own() {
        String figure =
                figure(100, new Line("dynamic", true, curve(200, step -> step < 100 ? 9 : 4 + (double) step / 1000)));

        assertThat(figure).contains("data-x=\"100 200 ").doesNotContain(">9<");
        assertThat(figure(300, new Line("dynamic", true, curve(200, step -> (double) step))))
                .isEmpty();
    }
}
