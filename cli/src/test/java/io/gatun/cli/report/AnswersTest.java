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
        for (boolean start : new boolean[] {false, true}) {
            double value = start ? pretrained : scratch;
            runs.add(new Run(
                    arch,
                    task,
                    start,
                    "accuracy",
                    value,
                    .3,
                    1000,
                    42,
                    10,
                    1,
                    OptionalDouble.empty(),
                    100,
                    Map.of(),
                    Curve.empty(),
                    Curve.empty()));
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
                .startsWith("Yes: every convolution gained, and so did the transformer.")
                .contains(
                        "transformer: +10.5 points on average, higher on 2 of 2 tasks, clearly on 1, clearly lower on 0.");
    }

    @Test
    void nothing_gains_beyond_chance() {
        run("a", "transformer", .5, .52);
        run("a", "lightweight", .5, .49);
        run("a", "dynamic", .5, .51);

        assertThat(answer(1)).startsWith("Cannot be told at this scale: no architecture gained beyond chance.");
        assertThat(answer(2)).startsWith("Competitive as far as these tests can see, ahead nowhere beyond chance.");
        assertThat(answer(5)).startsWith("Cannot be told from these runs");
    }

    @Test
    void only_the_transformer_gains_and_wins() {
        run("a", "transformer", .5, .8);
        run("a", "lightweight", .5, .5);

        assertThat(answer(1)).startsWith("Not in these runs: the transformer gained, no convolution did");
        assertThat(answer(2)).startsWith("Not on every task.").contains("is worse on a");
    }

    @Test
    void some_gain_and_some_tasks_are_won() {
        run("a", "transformer", .5, .5);
        run("a", "lightweight", .5, .7);
        run("a", "dilated", .5, .5);
        run("mnli", "transformer", .5, .8);
        run("mnli", "lightweight", .5, .6);
        run("mnli", "dilated", .5, .5);

        assertThat(answer(1)).startsWith("In part: lightweight gained, and so did the transformer.");
        assertThat(answer(2))
                .startsWith("On some tasks, not on others.")
                .contains("is better on a and is worse on mnli");
        assertThat(answer(4)).startsWith("Seen here, on mnli.").contains("--encoder-attention 1");
        assertThat(answer(5))
                .startsWith("lightweight, by these runs.")
                .contains("lightweight: 65.0 % on average over the tasks, clearly above another convolution 2 times,"
                        + " clearly below never.");
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

        List<ScalingPoint> points = new ArrayList<>();
        for (String arch : List.of("transformer", "dynamic")) {
            points.add(new ScalingPoint(
                    arch,
                    64,
                    14,
                    1,
                    100,
                    10,
                    30,
                    Optional.of(new ScalingPoint.Measured(10, arch.equals("dynamic") ? 6 : 4, 1 << 20))));
        }
        String measured = answers(Optional.of(new Scaling(Map.of(), Map.of(), points)))
                .get(2)
                .text();
        assertThat(measured).contains("dynamic 1.50 times as fast at 64 tokens").doesNotContain("gatun scaling,");
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

    private void pretrained(String arch, double seconds, OptionalDouble cpuShare) {
        pretrainings.add(new Pretraining(arch, 100, 10, 1000, seconds, cpuShare, 42, Curve.empty()));
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
}
