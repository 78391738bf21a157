package io.gatun.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final List<Run> runs = new ArrayList<>();
    private final List<Pretraining> pretrainings = new ArrayList<>();

    /// A thousand examples: three points are chance, ten are not.
    private void run(String task, String arch, double scratch, double pretrained) {
        run(task, arch, scratch, pretrained, 42);
    }

    private void run(String task, String arch, double scratch, double pretrained, long seed) {
        for (boolean start : new boolean[] {false, true}) {
            runs.add(SampleResults.run(task, arch, start, start ? pretrained : scratch, seed));
        }
    }

    private List<Answer> answers(Optional<Scaling> scaling) {
        return Answers.of(new Results(Map.of(), Map.of(), List.of(), pretrainings, runs), scaling);
    }

    private String answer(int question) {
        return answers(Optional.empty()).get(question - 1).text();
    }

    @Test
    void each_question_says_why_it_cannot_be_told() {
        List<Answer> answers = answers(Optional.empty());

        assertThat(answers)
                .hasSize(5)
                .allSatisfy(answer -> assertThat(answer.verdict()).startsWith("Cannot be told"));
    }

    @Test
    void every_architecture_gains() {
        run("a", "transformer", .5, .7);
        run("a", "lightweight", .5, .8);
        run("b", "transformer", .5, .51);
        run("b", "lightweight", .5, .65);

        assertThat(answer(1))
                .startsWith(
                        "Yes: every convolution gained, and so did the transformer. The gain of lightweight is larger"
                                + " than the transformer's.")
                .contains("transformer: +10.5 points (+7.0 to +13.9), higher on 2 of 2 tasks, sign test p = 0.50.");
    }

    @Test
    void nothing_gains_beyond_chance() {
        run("a", "transformer", .5, .52);
        run("a", "lightweight", .5, .49);
        run("a", "dynamic", .5, .51);

        assertThat(answer(1))
                .startsWith("Cannot be told at this scale: no architecture gained beyond chance. No convolution's gain"
                        + " differs from the transformer's beyond chance.");
        assertThat(answer(2)).startsWith("Competitive to within 6.0 points on average, as far as these tests can see");
        assertThat(answer(5)).startsWith("Cannot be told from these runs");
    }

    @Test
    void only_the_transformer_gains_and_wins() {
        run("a", "transformer", .5, .8);
        run("a", "lightweight", .5, .5);

        assertThat(answer(1)).startsWith("Not seen here: the transformer gained, no convolution did beyond chance.");
        assertThat(answer(2))
                .startsWith("No: every convolution is behind the transformer on average.")
                .contains("is worse on a (lightweight, −30.0 points, from −33.9 to −26.0)");
    }

    @Test
    void what_harms_is_no_gain() {
        run("a", "transformer", .5, .5);
        run("a", "lightweight", .8, .5);

        assertThat(answer(1)).startsWith("No: lightweight lost; for the transformer it cannot be told.");
    }

    @Test
    void some_gain_and_some_tasks_are_won() {
        run("a", "transformer", .5, .5);
        run("a", "lightweight", .5, .7);
        run("a", "dilated", .5, .5);
        run("mnli", "transformer", .5, .8);
        run("mnli", "lightweight", .5, .6);
        run("mnli", "dilated", .5, .5);

        assertThat(answer(1))
                .startsWith("In part: lightweight and the transformer gained; for dilated it cannot be told.");
        assertThat(answer(2))
                .startsWith("On some tasks, not on others.")
                .contains("is better on a (lightweight, +20.0 points")
                .contains("and is worse on mnli (lightweight, −20.0 points")
                .contains("Task by task (4 comparisons at once), the best convolution")
                .contains("Clearly behind the transformer on a task, with as many comparisons: lightweight on mnli"
                        + " (−20.0 points) and dilated on mnli (−30.0 points).");
        assertThat(answer(4)).startsWith("Seen here, on mnli.").contains("--encoder-attention 1");
        assertThat(answer(5))
                .startsWith("lightweight, by these runs: ahead of every other.")
                .contains("On average over 2 tasks: lightweight 65.0 %, dilated 50.0 %.")
                .contains("lightweight against dilated: +15.0 points");
    }

    @Test
    void a_single_clear_task_of_many_decides_nothing() {
        for (String task : List.of("a", "b", "c", "d", "e", "f")) {
            run(task, "transformer", .6, .6);
            run(task, "lightweight", .6, .6);
            run(task, "dynamic", .6, .59);
        }
        run("g", "transformer", .6, .65); // clear by itself at 95 %, as one of twenty comparisons between equals is
        run("g", "lightweight", .6, .65);
        run("g", "dynamic", .6, .6);

        assertThat(answer(1)).startsWith("Cannot be told at this scale");
        assertThat(answer(2)).startsWith("Competitive to within");
        assertThat(answer(5)).startsWith("Cannot be told from these runs: none is ahead of every other beyond chance.");
    }

    @Test
    void many_small_gains_are_one_clear_gain() {
        for (String task : List.of("a", "b", "c", "d", "e", "f")) {
            run(task, "transformer", .6, .6);
            run(task, "lightweight", .6, .63);
        }

        assertThat(answer(1))
                .startsWith("In part: lightweight gained; for the transformer it cannot be told.")
                .contains("lightweight: +3.0 points (+1.0 to +5.0), higher on 6 of 6 tasks, sign test p = 0.031.");
    }

    @Test
    void tasks_on_which_nothing_beats_the_most_frequent_answer_are_left_out() {
        run("low", "transformer", .1, .3);
        run("low", "lightweight", .1, .3);

        assertThat(answer(1))
                .isEqualTo("Cannot be told: on low no model is better than always giving the most frequent answer.");
        assertThat(answer(2)).startsWith("Cannot be told: on low no model");

        run("a", "transformer", .5, .52);
        run("a", "lightweight", .5, .52);

        assertThat(answer(1)).startsWith("Cannot be told at this scale").contains("transformer: +2.0 points (");
        assertThat(answer(2))
                .contains(
                        "Task by task, the best convolution, set against the transformer, cannot be told apart on a.");
    }

    @Test
    void averages_are_over_tasks_that_all_have_finished() {
        run("a", "lightweight", .5, .6);
        run("a", "dilated", .5, .6);
        run("b", "lightweight", .9, .9);

        assertThat(answer(5)).contains("On average over 1 task: lightweight 60.0 %, dilated 60.0 %.");
    }

    @Test
    void a_spread_over_seeds_larger_than_the_difference_makes_it_chance() {
        for (double[] values : new double[][] {{.5, .6}, {.9, .6}}) {
            run("a", "lightweight", values[1], values[0], (long) (100 * values[0]));
            run("a", "transformer", values[1], values[1], (long) (100 * values[0]));
        }

        assertThat(answer(1)).startsWith("Cannot be told at this scale");
        assertThat(answer(2)).startsWith("Competitive to within 76.2 points");
    }

    @Test
    void a_failure_that_is_not_there_is_not_seen() {
        run("squad", "transformer", .5, .5);
        run("squad", "lightweight", .5, .7);

        assertThat(answer(4)).startsWith("Not seen here.");
    }

    @Test
    void speed_comes_from_pretraining_and_from_scaling() {
        pretrained("transformer", 10, OptionalDouble.of(.95));
        pretrained("dynamic", 5, OptionalDouble.of(1.02));

        assertThat(answer(3))
                .contains("dynamic read 2.00 times as many tokens a second as the transformer", "gatun scaling");

        assertThat(speed(.95))
                .contains("dynamic 1.50 times as fast at 64 tokens")
                .doesNotContain("gatun scaling,");
    }

    @Test
    void what_scaling_measured_beside_other_work_says_nothing_of_speed() {
        pretrained("transformer", 10, OptionalDouble.of(.41));

        assertThat(speed(.41))
                .startsWith("Cannot be told from these runs.")
                .contains("Speeds by length are no measurement: the runs had 41 % of the processor time")
                .doesNotContain("times as fast");
    }

    private String speed(double share) {
        List<ScalingPoint> points = List.of("transformer", "dynamic").stream()
                .map(arch ->
                        ScalingSummaryTest.point(arch, 64, arch.equals("dynamic") ? 6 : 4, OptionalDouble.of(share)))
                .toList();
        return answers(Optional.of(new Scaling(Map.of(), Map.of(), points)))
                .get(2)
                .text();
    }

    @Test
    void seconds_of_runs_that_were_starved_say_nothing_of_speed() {
        pretrained("transformer", 10, OptionalDouble.of(.41));
        pretrained("dynamic", 5, OptionalDouble.of(.97));

        assertThat(answer(3))
                .startsWith(
                        "Cannot be told from these runs. The speeds of pre-training are no measurement: the runs had"
                                + " between 41 and 97 % of the processor time that their threads could use.")
                .doesNotContain("times as many");

        pretrained("dilated", 5, OptionalDouble.empty());
        assertThat(answer(3)).contains("no measurement: how much of the processor the runs had was not recorded.");
    }

    @Test
    void short_pretrainings_say_nothing_of_speed() {
        pretrained("transformer", 2.9, OptionalDouble.of(.97));
        pretrained("dynamic", 10, OptionalDouble.of(.97));

        assertThat(answer(3))
                .startsWith("Cannot be told from these runs.")
                .contains("some took less than 5 minutes")
                .doesNotContain("times as many");
    }

    /// @param seconds hundreds of them
    private void pretrained(String arch, double seconds, OptionalDouble cpuShare) {
        pretrainings.add(new Pretraining(arch, 100, 10, 1000, 100 * seconds, cpuShare, 42, Curve.empty()));
    }

    @Test
    void what_is_below_the_linear_classifier_is_said() {
        run("a", "transformer", .5, .6);
        run("b", "transformer", .5, .6);
        run("c", "transformer", .5, .6);
        List<Linear> linear = List.of(
                new Linear("a", "accuracy", .8, 1000, 1),
                new Linear("b", "accuracy", .5, 1000, 1),
                new Linear("c", "accuracy", .61, 1000, 1));

        List<String> sentences = new Findings(new Results(Map.of(), Map.of(), linear, List.of(), runs)).tasks();

        assertThat(sentences.get(0)).contains("below the linear classifier's 80.0 %: the models have learnt less");
        assertThat(sentences.get(1)).contains("above the linear classifier's 50.0 %");
        assertThat(sentences.get(2)).contains("no more than chance away from the linear classifier's 61.0 %");
    }

    @Test
    void equals_share_first_place_and_where_nothing_can_be_told_nobody_is_first() {
        for (String arch : List.of("transformer", "lightweight", "dynamic")) {
            run("a", arch, .5, arch.equals("dynamic") ? .599 : .6);
            run("low", arch, .3, .3);
        }

        Results results = new Results(Map.of(), Map.of(), List.of(), List.of(), runs);

        assertThat(new Findings(results).tasks())
                .containsExactly(
                        "On a, transformer and lightweight share first place with 60.0 % accuracy; dynamic may be as good.",
                        "On low, no pre-trained model is better than always giving the most frequent answer (30.0 %):"
                                + " nothing can be told.");
        assertThat(MarkdownReport.of(results, Optional.empty()))
                .contains("| transformer | *30.0* (27.2–32.9) | *30.0* (27.2–32.9) | ±0.0 |");
    }
}
