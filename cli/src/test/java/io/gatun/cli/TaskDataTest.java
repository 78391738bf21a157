package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks whose original files lie in a folder.
class TaskDataTest {

    @TempDir
    private Path folder;

    private Shell.Ran finetune() {
        return Shell.run(("finetune --batch 4 --length 16 --steps 2 --json --task sst2 --model " + Samples.PRETRAINED
                        + " --data " + folder + " --out " + folder.resolve("out"))
                .split(" "));
    }

    private Shell.Ran evaluate(String task) {
        return Shell.run(("evaluate --json --task " + task + " --data " + folder + " --model " + folder.resolve("out"))
                .split(" "));
    }

    private void write(String name, String header, int rows) throws IOException {
        StringBuilder text = new StringBuilder(header);
        for (int i = 0; i < rows; i++) {
            text.append("the fox ").append(i).append('\t').append(i % 2).append('\n');
        }
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void a_task_is_learned_and_scored_with_only_the_test_file_left() throws IOException {
        write("train.tsv", "sentence\tlabel\none column\n", 60);
        write("dev.tsv", "sentence\tlabel\n", 8);

        Shell.Ran learned = finetune();

        assertThat(learned.status()).as(learned.err()).isZero();
        assertThat(learned.out()).contains("\"task\":\"sst2\"", "\"n\":8", "\"f1\":");
        assertThat(learned.err())
                .containsOnlyOnce("left out as malformed: 1 of 61: " + folder.resolve("train.tsv") + ":2: ");

        Files.delete(folder.resolve("train.tsv"));
        Shell.Ran scored = evaluate("sst2");
        assertThat(scored.status()).as(scored.err()).isZero();
        assertThat(scored.out()).contains("\"split\":\"test\"", "\"n\":8").doesNotContain("categories");
    }

    @Test
    void each_kind_of_generalization_is_scored() throws IOException {
        for (String split : new String[] {"train", "dev", "test"}) {
            Files.writeString(
                    folder.resolve(split + ".tsv"),
                    "Ann ran .\trun\tin_distribution\nBob ran .\trun\tin_distribution\n");
        }
        Files.writeString(folder.resolve("gen.tsv"), "Ann ran .\trun\tone_kind\nBob ran .\trun\tother_kind\n");
        Shell.Ran learned = Shell.run(("finetune --quiet --task cogs --data " + folder + " --steps 1 --batch 2 --model "
                        + Samples.PRETRAINED + " --out " + folder.resolve("out"))
                .split(" "));
        assertThat(learned.status()).as(learned.err()).isZero();

        Shell.Ran scored = Shell.run(("evaluate --json --split generalization --task cogs --data " + folder
                        + " --model " + folder.resolve("out"))
                .split(" "));

        assertThat(scored.status()).as(scored.err()).isZero();
        assertThat(scored.out()).contains("\"categories\":{\"one_kind\":", "\"other_kind\":");
    }

    @Test
    void what_is_missing_is_found_before_a_step_is_taken() throws IOException {
        Samples.assertRefused(finetune(), "expected train.tsv (plain or .gz) in " + folder);
        write("train.tsv", "sentence\tlabel\n", 60);
        Samples.assertRefused(finetune(), "test-labelled.tsv or dev.tsv (plain or .gz)");
        Samples.assertRefused(
                Shell.run(("finetune --task sst2 --steps 2 --model " + Samples.PRETRAINED + " --out "
                                + folder.resolve("out"))
                        .split(" ")),
                "expected --data DIR");
        Samples.assertRefused(
                Shell.run(("reproduce --tasks sst2 --data " + folder + " --out " + folder.resolve("out")).split(" ")),
                "dev.tsv");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void help_names_the_tasks() {
        for (String command : new String[] {"finetune", "evaluate", "reproduce"}) {
            assertThat(Shell.run(command, "--help").out().replaceAll("\\s+", " "))
                    .contains(
                            command.equals("reproduce")
                                    ? "agnews, civil-comments, cogs, grammar, imdb"
                                    : "agnews, civil-comments, cogs, file, grammar, imdb");
        }
    }
}
