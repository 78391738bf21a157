package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantileTest {

    @ParameterizedTest
    @CsvSource({".975, 1.959964", ".995, 2.575829", ".9995, 3.290527", ".5, 0"})
    void of_the_normal_distribution_are_those_of_the_tables(double p, double expected) {
        assertThat(Quantile.normal(p)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        ".975, 1, 12.7062",
        ".975, 2, 4.3027",
        ".975, 3, 3.1824",
        ".975, 4, 2.7764",
        ".995, 5, 4.0321",
        ".975, 10, 2.2281",
        ".95, 30, 1.6973",
        ".975, 1000, 1.9623"
    })
    void of_students_distribution_are_those_of_the_tables(double p, int freedom, double expected) {
        assertThat(Quantile.student(p, freedom)).isCloseTo(expected, within(1e-4));
    }
}
