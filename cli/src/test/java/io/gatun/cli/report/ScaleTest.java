package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 7, -3.2, 1e-9, 8.941, 1e6})
    void a_flat_line_has_an_axis_with_some_labels(double value) {
        Scale scale = Scale.around(value, value, 200, 10);
        assertThat(scale.high()).isGreaterThan(scale.low());
        assertThat(scale.ticks()).hasSizeBetween(2, 12);
        assertThat(scale.at(value)).isBetween(10.0, 200.0);
    }

    @Test
    void ends_are_round_and_hold_every_value() {
        Scale scale = Scale.around(1.37, 8.94, 200, 10);
        assertThat(scale.low()).isEqualTo(1);
        assertThat(scale.high()).isEqualTo(9);
        assertThat(scale.ticks()).containsExactly(2.0, 4.0, 6.0, 8.0);
    }
}
