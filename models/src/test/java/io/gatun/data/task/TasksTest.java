package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksTest {

    @TempDir
    Path folder;

    @Test
    void an_unknown_name_is_refused_with_the_names_and_the_nearest() {
        assertThatThrownBy(() -> Tasks.named("gramar", TaskSettings.NONE))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("javadoc-module")
                .hasMessageEndingWith("did you mean grammar?");
        assertThatThrownBy(() -> Tasks.named("xyzzy", TaskSettings.NONE))
                .isInstanceOf(TaskException.class)
                .hasMessageEndingWith("got 'xyzzy'");
        assertThat(Tasks.names()).containsAll(Tasks.selfContained());
    }

    @Test
    void splits_have_names() {
        assertThat(Split.named("generalization")).isEqualTo(Split.GENERALIZATION);
        assertThatThrownBy(() -> Split.named("dev"))
                .hasMessageContaining("validation")
                .hasMessageContaining("'dev'");
    }

    @Test
    void a_users_files_with_few_answers_are_classes() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            lines.add("text number " + i + "\t" + (i % 3 == 0 ? "good" : "bad"));
        }
        var task =
                Tasks.named("file", settings(lines, List.of("\uFEFFa \"quoted text\tgood", "", "another\rone\tbad")));

        assertThat(task.classification()).isTrue();
        assertThat(task.metric()).isEqualTo(Metric.ACCURACY);
        assertThat(task.labels()).containsExactly("bad", "good");
        assertThat(task.splits()).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST);
        assertThat(task.load(Split.TEST))
                .containsExactly(new Example("a \"quoted text", "good"), new Example("another\rone", "bad"));
        assertThat(task.load(Split.VALIDATION)).hasSize(20).doesNotContainAnyElementsOf(task.load(Split.TRAIN));
        assertThat(task.load(Split.TRAIN)).hasSize(180);
    }

    @Test
    void a_users_files_with_many_answers_are_free_text() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            lines.add("text " + i + "\tanswer " + i);
        }
        var task = Tasks.named("file", settings(lines, List.of("a\tb")));

        assertThat(task.classification()).isFalse();
        assertThat(task.metric()).isEqualTo(Metric.EXACT_MATCH);
    }

    @Test
    void equal_inputs_stay_on_one_side_of_the_validation_split() {
        var all = new ArrayList<Example>();
        for (int i = 0; i < 300; i++) {
            all.add(new Example("text " + i % 40, "answer " + i));
        }
        var validation = new HashSet<String>();
        TrainingShare.validation(all).forEach(example -> validation.add(example.input()));

        assertThat(validation).isNotEmpty();
        assertThat(TrainingShare.rest(all)).noneMatch(example -> validation.contains(example.input()));
        assertThat(TrainingShare.rest(all).size()
                        + TrainingShare.validation(all).size())
                .isEqualTo(300);
        assertThat(TrainingShare.rest(List.of(new Example("one", "x")))).hasSize(1);
    }

    @Test
    void only_the_file_of_the_split_is_opened() throws IOException {
        Path test = Files.writeString(folder.resolve("test.tsv"), "a\tgood\n");
        var settings = TaskSettings.NONE
                .withFile(Split.TRAIN, folder.resolve("missing.tsv"))
                .withFile(Split.TEST, test)
                .withLabels(List.of("bad", "good"));
        var task = Tasks.named("file", settings);

        assertThat(task.load(Split.TEST)).hasSize(1);
        assertThat(task.labels()).containsExactly("bad", "good");
        assertThatThrownBy(() -> task.load(Split.TRAIN))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("missing.tsv");
    }

    @Test
    void lines_in_another_form_are_refused_with_their_place() throws IOException {
        assertRefused("train.tsv:2: expected two columns", "a\tb", "only one");
        assertRefused("train.tsv:1: expected two columns", "a\tb\tc");
        assertRefused("neither empty", "a\t ");
        assertRefused("found none", "");
        assertThatThrownBy(() -> Tasks.named("file", TaskSettings.NONE))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("--train");
    }

    private void assertRefused(String message, String... lines) throws IOException {
        var task = Tasks.named("file", settings(List.of(lines), List.of("a\tb")));
        assertThatThrownBy(() -> task.load(Split.TRAIN))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining(message);
    }

    private TaskSettings settings(List<String> train, List<String> test) throws IOException {
        return TaskSettings.NONE
                .withFile(Split.TRAIN, Files.write(folder.resolve("train.tsv"), train))
                .withFile(Split.TEST, Files.write(folder.resolve("test.tsv"), test));
    }
}
