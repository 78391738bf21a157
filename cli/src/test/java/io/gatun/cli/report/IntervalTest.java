package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void agrees_with_newcombes_worked_examples() {
        // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I: 81 of 263, 1 of 29
        close(Interval.ofRate(81 / 263.0, 263), .2553, .3662);
        close(Interval.ofRate(1 / 29.0, 29), .0061, .1718);
        // Newcombe (1998), "Interval estimation for the difference", table II: 56/70 − 48/80, method 10
        close(Interval.ofDifference(56 / 70.0, 70, 48 / 80.0, 80), .0524, .3339);
    }

    @Test
    void stays_within_the_rates_there_are() {
        assertThat(Interval.ofRate(0, 10).low()).isZero();
        assertThat(Interval.ofRate(1, 10).high()).isCloseTo(1, within(1e-12)).isLessThanOrEqualTo(1);
        assertThat(Interval.ofRate(.5, 0)).isEqualTo(new Interval(0, 1));
    }

    private static void close(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }
}
