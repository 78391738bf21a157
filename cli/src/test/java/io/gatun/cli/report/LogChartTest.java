package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.cli.report.LogChart.Line;
import io.gatun.cli.report.LogChart.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogChartTest {

    @Test
    void equal_factors_are_equal_distances() {
        LogChart chart = new LogChart(
                "t", List.of(new Line("a", List.of(new Point(64, 10), new Point(128, 100), new Point(256, 1000)))));

        List<double[]> places = Pattern.compile("<g><path [^>]*d=\"M([\\d.]+) ([\\d.]+)m")
                .matcher(chart.figure())
                .results()
                .map(found -> new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))})
                .toList();

        assertThat(places).hasSize(3);
        for (int axis = 0; axis < 2; axis++) {
            double step = places.get(1)[axis] - places.get(0)[axis];
            assertThat(places.get(2)[axis] - places.get(1)[axis]).isCloseTo(step, Offset.offset(0.02));
        }
    }

    @Test
    void one_point_and_none_make_a_figure_too() {
        assertThat(new LogChart("t", List.of(new Line("a", List.of(new Point(64, 7))))).figure())
                .contains("</figure>")
                .doesNotContain("NaN", "Infinity");
        assertThat(new LogChart("t", List.of(new Line("a", List.of()))).figure())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25",
        "0.005, 0.005",
        "0.001234, 0.0012",
        "7, 7",
        "999, 999",
        "1000, 1 k",
        "12345, 12.3 k",
        "999999, 1 M",
        "2.5e6, 2.5 M",
        "1e9, 1 G"
    })
    void numbers_are_short(double number, String text) {
        assertThat(Words.metric(number)).isEqualTo(text);
    }

    @Test
    void what_did_not_fit_is_said() {
        ScalingPoint none = new ScalingPoint("transformer", 64, 16, 2, 1000, 10, 30, Optional.empty());
        ScalingPoint point = new ScalingPoint(
                "dynamic",
                64,
                16,
                2,
                1000,
                10,
                30,
                Optional.of(new ScalingPoint.Measured(5, 2, 1 << 20, OptionalDouble.empty())));
        Scaling scaling = new Scaling(Map.of(), Map.of(), List.of(none, point));

        assertThat(ScalingPage.of(scaling)).contains("out of memory").doesNotContain("NaN");
    }
}
