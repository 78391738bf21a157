package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.data.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private record Fixed(Metric metric, List<String> labels) implements Task {

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public List<Split> splits() {
            return List.of(Split.TEST);
        }

        @Override
        public List<Example> load(Split split) {
            return List.of();
        }
    }

    private static final Task BINARY = new Fixed(Metric.ACCURACY, List.of("no", "yes"));
    private static final Task EXACT = new Fixed(Metric.EXACT_MATCH, List.of());
    private static final Task SQUAD = new Fixed(Metric.TOKEN_F1, List.of());

    @Test
    void labels_are_matched_whole_and_anything_else_is_invalid_and_wrong() {
        var scores =
                BINARY.score(examples("yes", "yes", "no", "no", "no"), List.of(" yes ", "Yes", "no", "no way", "yes"));

        assertThat(scores.metric()).isEqualTo(Metric.ACCURACY);
        assertThat(scores.value()).isEqualTo(2 / 5.0);
        assertThat(scores.details().get("accuracy")).isEqualTo(2 / 5.0);
        assertThat(scores.details().get("invalid_rate")).isEqualTo(2 / 5.0);
        assertThat(scores.n()).isEqualTo(5);
        // invalid ones become the opposite: predictions yes no no yes yes → 1 hit, 3 found, 2 to find
        assertThat(scores.details().get("f1")).isEqualTo(2 / 5.0);
    }

    @Test
    void f1_of_nothing_to_find_and_nothing_found_is_zero() {
        assertThat(BINARY.score(examples("no"), List.of("no")).details().get("f1"))
                .isZero();
    }

    @Test
    void f1_is_left_out_where_there_are_more_classes() {
        var task = new Fixed(Metric.ACCURACY, List.of("a", "b", "c"));

        assertThat(task.score(examples("a", "b", "c"), List.of("a", "b", "a")).details())
                .containsOnlyKeys("accuracy", "invalid_rate");
    }

    @Test
    void exact_match_compares_stripped_text_with_every_right_answer() {
        var two = new Example("in", List.of("open ( a )", "close ( a )"), "");

        assertThat(EXACT.score(List.of(two, two, two), List.of("close ( a )\n", "open (a)", "Open ( a )"))
                        .value())
                .isEqualTo(1 / 3.0);
    }

    @Test
    void squad_answers_are_normalized_and_overlap_counts() {
        assertThat(Answers.normalized(" The  U.S. Army's  an \u2014 A-Team ")).isEqualTo("us armys \u2014 ateam");
        var example = new Example("in", List.of("the big red fox", "a dog"), "");

        var scores = SQUAD.score(List.of(example, example, example), List.of("Big, red.", "Dog!", "cat"));

        // words big red of big red fox: precision 1, recall 2/3 → 0.8; then 1; then 0
        assertThat(scores.value()).isCloseTo(1.8 / 3, within(1e-12));
        assertThat(scores.details().get("accuracy")).isEqualTo(1 / 3.0);
        assertThat(scores.details().get("f1")).isEqualTo(scores.value());
    }

    @Test
    void repeated_words_count_as_often_as_they_are_wanted() {
        assertThat(Answers.bestF1(List.of("x y"), "x x x")).isCloseTo(2.0 * 1 / 5, within(1e-12));
    }

    @Test
    void the_baseline_answers_the_most_frequent_training_label() {
        assertThat(Scores.baseline(BINARY, examples("yes", "no", "no"), examples("yes", "yes", "yes", "no")))
                .isEqualTo(0.25);
        assertThat(Scores.baseline(EXACT, examples("x"), examples("x"))).isZero();
    }

    @Test
    void answers_must_be_as_many_as_examples() {
        assertThatThrownBy(() -> BINARY.score(examples("no"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 for 1");
    }

    private static List<Example> examples(String... targets) {
        return List.of(targets).stream()
                .map(target -> new Example("in", target))
                .toList();
    }
}
