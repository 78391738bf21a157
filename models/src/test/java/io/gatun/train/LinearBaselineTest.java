package io.gatun.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.Split;
import io.gatun.data.task.Scores;
import io.gatun.data.task.Task;
import io.gatun.data.task.TaskSettings;
import io.gatun.data.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearBaselineTest {

    @TempDir
    private Path folder;

    /// `not good` and `good` differ in nothing that single words could tell: `not` stands in both kinds.
    @Test
    void learns_what_words_and_their_pairs_tell() throws IOException {
        Task task = task(List.of("not good but bad", "good but not bad"));
        Scores scores = LinearBaseline.score(task, task.load(Split.TEST), 42);

        assertThat(scores.value()).isEqualTo(1);
        assertThat(scores.n()).isEqualTo(40);
    }

    @Test
    void learns_nothing_from_what_has_no_words_in_common() throws IOException {
        Task task = task(List.of("same words", "same words"));
        Scores scores = LinearBaseline.score(task, task.load(Split.TEST), 42);

        assertThat(scores.value()).isBetween(0.2, 0.8);
    }

    @Test
    void equal_seeds_give_equal_scores() throws IOException {
        Task task = SmallRuns.task(folder);
        assertThat(LinearBaseline.score(task, task.load(Split.TEST), 1))
                .isEqualTo(LinearBaseline.score(task, task.load(Split.TEST), 1));
    }

    @Test
    void a_task_without_labels_is_refused() {
        Task task = Tasks.named("grammar", TaskSettings.NONE);
        assertThatThrownBy(() -> LinearBaseline.score(task, List.of(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("grammar");
    }

    @Test
    void features_are_words_and_pairs_without_case_each_once() {
        assertThat(WordFeatures.of("Well well"))
                .isEqualTo(WordFeatures.of("well WELL"))
                .hasSize(4); // the common one, well, well at the beginning, well after well
        assertThat(WordFeatures.of("a b")).isNotEqualTo(WordFeatures.of("b a"));
        assertThat(WordFeatures.of("")).hasSize(1);
        for (int feature : WordFeatures.of("it's 3 o'clock – already?")) {
            assertThat(feature).isBetween(0, WordFeatures.BUCKETS - 1);
        }
    }

    /// Texts of either kind between random words; the label says which kind.
    private Task task(List<String> kinds) throws IOException {
        Random random = new Random(5);
        TaskSettings settings = TaskSettings.NONE;
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION, Split.TEST)) {
            String examples = IntStream.range(0, split == Split.TRAIN ? 400 : 40)
                    .mapToObj(i -> "w%d %s w%d\tkind%d\n"
                            .formatted(random.nextInt(50), kinds.get(i % 2), random.nextInt(50), i % 2))
                    .collect(Collectors.joining());
            Path file = folder.resolve(split + ".tsv");
            Files.writeString(file, examples);
            settings = settings.withFile(split, file);
        }
        return Tasks.named("file", settings);
    }
}
