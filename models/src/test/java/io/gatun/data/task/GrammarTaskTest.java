package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.KeyedRandom;
import io.gatun.data.Split;
import io.gatun.data.task.GrammarTask.Sizes;
import io.gatun.data.task.SentenceGrammar.Novelty;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GrammarTaskTest {

    private static final GrammarTask TASK = new GrammarTask(Sizes.DEFAULT, 42);

    @Test
    void splits_have_their_sizes_and_share_no_sentence() {
        var seen = new HashSet<String>();
        int all = 0;
        for (Split split : TASK.splits()) {
            for (Example example : TASK.load(split)) {
                all++;
                assertThat(seen.add(example.input())).as(example.input()).isTrue();
            }
        }
        assertThat(all).isEqualTo(8000 + 500 + 1000 + 1000);
    }

    @Test
    void the_same_seed_gives_the_same_examples_and_another_seed_others() {
        var small = new Sizes(50, 20, 20, 16);

        assertThat(new GrammarTask(small, 1).load(Split.TRAIN))
                .isEqualTo(new GrammarTask(small, 1).load(Split.TRAIN))
                .isNotEqualTo(new GrammarTask(small, 2).load(Split.TRAIN));
        assertThat(new GrammarTask(small, 1).load(Split.TEST))
                .isEqualTo(TASK_OF_SEED_1.load(Split.TEST).subList(0, 20));
    }

    private static final GrammarTask TASK_OF_SEED_1 = new GrammarTask(Sizes.DEFAULT, 1);

    @Test
    void meanings_are_well_formed_and_short() {
        for (Example example : TASK.load(Split.TRAIN)) {
            int depth = 0;
            for (String token : example.target().split(" ", -1)) {
                depth += token.equals("(") ? 1 : 0;
                depth -= (int) token.chars().filter(c -> c == ')').count();
                assertThat(depth).isNotNegative();
            }
            assertThat(depth).as(example.target()).isZero();
            assertThat(example.target().split(" ")).hasSizeBetween(3, 30);
        }
    }

    @Test
    void active_and_passive_mean_the_same() {
        var active = Pattern.compile("grammar: (the|a) (\\w+) (?!was)\\w+ (the|a) (\\w+)");
        var passive = Pattern.compile("grammar: (the|a) (\\w+) was \\w+ by (the|a) (\\w+)");
        int found = 0;
        for (Example example : TASK.load(Split.TRAIN)) {
            var first = active.matcher(example.input());
            var second = passive.matcher(example.input());
            if (first.matches()) {
                found++;
                assertThat(example.target())
                        .endsWith(roles(first.group(1), first.group(2), first.group(3), first.group(4)));
            } else if (second.matches()) {
                found++;
                assertThat(example.target())
                        .endsWith(roles(second.group(3), second.group(4), second.group(1), second.group(2)));
            }
        }
        assertThat(found).isGreaterThan(500);
    }

    private static String roles(String firstArticle, String first, String secondArticle, String second) {
        return " ( %s%s, %s%s)".formatted(star(firstArticle), first, star(secondArticle), second);
    }

    private static String star(String article) {
        return article.equals("the") ? "* " : "";
    }

    @Test
    void what_generalization_asks_for_never_stands_in_training() {
        var train = TASK.load(Split.TRAIN);
        var kinds = TASK.load(Split.GENERALIZATION).stream().collect(Collectors.groupingBy(Example::category));

        assertThat(kinds.keySet()).hasSize(Novelty.kinds().size());
        assertNew(
                "theme_as_agent",
                target -> has(target, "\\( (\\* )?(label|record|token)[,)]"),
                train,
                kinds.get("theme_as_agent"));
        assertNew(
                "agent_as_theme",
                target -> has(target, ", (\\* )?(parser|provider|builder)\\b"),
                train,
                kinds.get("agent_as_theme"));
        assertNew(
                "deep_modifier",
                target -> depth(target, Set.of("in", "on", "near", "under")) > 2,
                train,
                kinds.get("deep_modifier"));
        assertNew(
                "deep_clause",
                target -> depth(target, Set.of("say", "know", "expect", "report")) > 2,
                train,
                kinds.get("deep_clause"));
        assertNew(
                "subject_modifier",
                target -> has(target, "^(\\w+ \\( (\\* )?\\w+, )*\\w+ \\( (\\* )?\\w+ \\( (in|on|near|under)"),
                train,
                kinds.get("subject_modifier"));
        assertNewInput("active_to_passive", "was (selected|loaded)", train, kinds);
        assertNewInput("passive_to_active", "(?<!was )(copied|printed)", train, kinds);
    }

    @Test
    void sizes_that_the_grammar_cannot_fill_are_refused() {
        assertThatThrownBy(() -> new Sizes(0, 1, 1, 1))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("train, got 0");
        assertThatThrownBy(() -> new Sizes(1, 1, 1_000_000, 1)).isInstanceOf(TaskException.class);
    }

    @Test
    void every_kind_of_sentence_can_be_drawn() {
        for (Novelty novelty : Novelty.values()) {
            for (int key = 0; key < 200; key++) {
                assertThat(SentenceGrammar.draw(KeyedRandom.of(key), novelty).text())
                        .isNotBlank();
            }
        }
    }

    private static void assertNew(String kind, Predicate<String> isNew, List<Example> train, List<Example> novel) {
        assertThat(train.stream().filter(example -> isNew.test(example.target())))
                .as(kind)
                .isEmpty();
        assertThat(novel).as(kind).isNotEmpty();
        assertThat(novel.stream().filter(example -> !isNew.test(example.target())))
                .as(kind)
                .isEmpty();
    }

    private static void assertNewInput(
            String kind, String pattern, List<Example> train, Map<String, List<Example>> kinds) {
        assertThat(train.stream().filter(example -> has(example.input(), pattern)))
                .as(kind)
                .isEmpty();
        assertThat(kinds.get(kind)).as(kind).isNotEmpty();
        assertThat(kinds.get(kind).stream().filter(example -> !has(example.input(), pattern)))
                .as(kind)
                .isEmpty();
    }

    private static boolean has(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).find();
    }

    private static int depth(String target, Set<String> words) {
        int count = 0;
        for (String token : target.split(" ", -1)) {
            count += words.contains(token) ? 1 : 0;
        }
        return count;
    }
}
