package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

    /// A cell of a thousand examples with a value for each seed.
    private static Cell cell(double... values) {
        List<Run> runs = new ArrayList<>();
        for (int seed = 0; seed < values.length; seed++) {
            runs.add(SampleResults.run("a", "x", true, values[seed], seed));
        }
        return Cell.of(runs).orElseThrow();
    }

    private static double width(Difference difference) {
        return difference.interval().high() - difference.interval().low();
    }

    private static Difference.Pair pair(Cell cell, Cell other) {
        return new Difference.Pair(cell, other);
    }

    @Test
    void of_single_seeds_on_a_single_task_is_newcombes() {
        assertThat(Difference.of(cell(.7), cell(.6)).interval()).isEqualTo(Interval.ofDifference(.7, 1000, .6, 1000));
    }

    @Test
    void is_clear_beyond_examples_and_seeds_only() {
        assertThat(Difference.of(cell(.7), cell(.6)).clear()).isTrue();
        assertThat(Difference.of(cell(.7, .7), cell(.6, .6)).clear()).isTrue();
        assertThat(Difference.of(cell(.5, .9), cell(.6, .6)).clear()).isFalse();
        assertThat(Difference.of(cell(.5, .9), cell(.6)).clear()).isFalse();
        assertThat(Difference.of(cell(.62), cell(.6)).clear()).isFalse();
    }

    @Test
    void of_seeds_has_students_half_width_beside_newcombes() {
        Difference examples = Difference.of(cell(.7), cell(.6));
        Difference seeds = Difference.of(cell(.69, .71), cell(.59, .61));

        // two and two seeds, each side with sd .0141: 4.3027 * .0141 * sqrt(1/2 + 1/2)
        double below = examples.mean() - examples.interval().low();
        assertThat(seeds.mean() - seeds.interval().low())
                .isCloseTo(Math.hypot(below, 4.3027 * Math.sqrt(.0002)), within(1e-5));
    }

    @Test
    void several_tasks_narrow_it_and_several_comparisons_widen_it() {
        Difference.Pair pair = pair(cell(.7), cell(.6));
        Difference one = Difference.of(List.of(pair), 1);
        Difference four = Difference.of(List.of(pair, pair, pair, pair), 1);

        assertThat(width(four)).isCloseTo(width(one) / 2, within(1e-12));
        assertThat(width(Difference.of(List.of(pair), 20))).isGreaterThan(1.4 * width(one));
    }

    @Test
    void seeds_that_are_lucky_on_every_task_do_not_average_out() {
        Difference.Pair pair = pair(cell(.66, .74), cell(.6, .6));
        Difference one = Difference.of(List.of(pair), 1);
        Difference four = Difference.of(List.of(pair, pair, pair, pair), 1);
        assertThat(width(four)).isGreaterThan(.95 * width(one));

        Difference.Pair other = pair(cell(.74, .66), cell(.6, .6));
        assertThat(width(Difference.of(List.of(pair, other), 1))).isLessThan(.5 * width(one));
    }

    @Test
    void seeds_that_are_not_finished_everywhere_count_where_they_are() {
        Difference.Pair begun = pair(cell(.7), cell(.6));
        Difference.Pair done = pair(cell(.6, .8), cell(.6, .6));

        assertThat(width(Difference.of(List.of(begun, done), 1)))
                .isGreaterThan(width(Difference.of(List.of(begun, begun), 1)));
    }

    @Test
    void the_same_seed_twice_is_one_seed() {
        Run run = SampleResults.run("a", "x", true, .7, 42);

        Cell cell = Cell.of(List.of(run, run)).orElseThrow();

        assertThat(cell.seeds()).isEqualTo(1);
        assertThat(Stream.of(cell.value(), cell.lowest(), cell.highest())).containsOnly(.7);
    }

    @ParameterizedTest
    @CsvSource({"7, 0, .015625", "6, 1, .125", "5, 0, .0625", "3, 3, 1", "0, 0, 1", "1, 9, .021484"})
    void the_sign_test_is_binomial(int up, int down, double expected) {
        Difference difference = new Difference(0, new Interval(0, 0), up, down, 10);

        assertThat(difference.signTest()).isCloseTo(expected, within(1e-6));
    }
}
