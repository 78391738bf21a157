package io.gatun.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @Test
    void follows_the_formulas() {
        assertThat(Schedule.constant(1e-3).rate(7)).isEqualTo(1e-3);
        assertThat(Schedule.warmup(4).rate(1)).isEqualTo(0.25);
        assertThat(Schedule.warmup(4).rate(9)).isEqualTo(1);
        assertThat(Schedule.rsqrt(10_000).rate(1)).isEqualTo(0.01);
        assertThat(Schedule.rsqrt(10_000).rate(40_000)).isEqualTo(0.005);
        assertThat(Schedule.linear(10, 20).rate(10)).isEqualTo(1);
        assertThat(Schedule.linear(10, 20).rate(15)).isEqualTo(0.5);
        assertThat(Schedule.linear(10, 20).rate(25)).isZero();
        assertThat(Schedule.cosine(0, 100, 0.1).rate(50)).isCloseTo(0.55, within(1e-12));
        assertThat(Schedule.cosine(0, 100, 0.1).rate(100)).isCloseTo(0.1, within(1e-12));
        assertThat(Schedule.relativeStep().rate(1)).isEqualTo(0.01);
        assertThat(Schedule.relativeStep().rate(250_000)).isEqualTo(0.002);
        assertThat(Schedule.relativeStepWithWarmup().rate(100)).isCloseTo(1e-4, within(1e-18));
    }

    /// Mesh TensorFlow's noam schedule: the last tenth of 100 000 steps falls linearly to 0.
    @Test
    void composes_by_multiplying() {
        Schedule noam = Schedule.rsqrt(10_000).times(Schedule.linear(90_000, 100_000));

        assertThat(noam.rate(90_000)).isEqualTo(1 / Math.sqrt(90_000));
        assertThat(noam.rate(95_000)).isCloseTo(0.5 / Math.sqrt(95_000), within(1e-15));
        assertThat(noam.rate(100_000)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "constant:0.001",
                "rsqrt:10000",
                "constant:0.1*warmup:100*cosine:100:1000:0.1",
                "relative",
                "relative-warmup",
                "rsqrt:10000*linear:90000:100000"
            })
    void reads_what_it_writes(String text) {
        Schedule schedule = Schedule.parse(text);

        assertThat(schedule).hasToString(text).isEqualTo(Schedule.parse(text));
        assertThat(schedule.rate(500)).isPositive();
    }

    @Test
    void reads_texts_that_people_write() {
        assertThat(Schedule.parse(" constant : 1e-3 * warmup:1_000 ").rate(500)).isEqualTo(5e-4);
        assertThat(Schedule.parse("cosine:0:10")).isEqualTo(Schedule.cosine(0, 10, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "constant", "constant:x", "rsqrt:1:2", "rsqrt:1.5", "warmup:3*", "noam:3"})
    void says_what_it_expects(String text) {
        assertThatThrownBy(() -> Schedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("constant:RATE");
    }

    @Test
    void refuses_steps_that_make_no_sense() {
        assertThatThrownBy(() -> Schedule.warmup(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Schedule.linear(5, 5)).hasMessageContaining("from < to");
        assertThatThrownBy(() -> Schedule.rsqrt(5).rate(0)).hasMessageContaining("counted from 1");
    }
}
