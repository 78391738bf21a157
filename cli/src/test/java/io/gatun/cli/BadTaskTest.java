package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Damaged files of a user's own task.
class BadTaskTest {

    @TempDir
    private Path folder;

    private Shell.Ran finetune(Path train, Path test) {
        return Shell.run(("finetune --quiet --batch 4 --length 16 --steps 2 --task file --model " + Samples.PRETRAINED
                        + " --train " + train + (test == null ? "" : " --test " + test) + " --out "
                        + folder.resolve("out"))
                .split(" "));
    }

    private Path file(String name, String text) {
        return Samples.write(folder.resolve(name), text.replace("\\t", "\t").replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|found none",
                "'\\n\\n'|found none",
                "one column\\n|bad.tsv:1: expected two columns",
                "a\\tgood\\nb\\n|bad.tsv:2: expected two columns",
                "a\\tb\\tc\\n|got 3 columns",
                "a\\t\\n|neither empty",
                "'\\tgood\\n'|neither empty",
            })
    void a_file_of_another_form_is_refused_before_a_step_is_taken(String text, String message) {
        Path bad = file("bad.tsv", text);

        Samples.assertRefused(finetune(bad, Samples.TEST), message);
        Samples.assertRefused(finetune(Samples.TRAIN, bad), message);
        assertThat(folder.resolve("out/model.safetensors")).doesNotExist();
        Samples.assertRefused(
                Shell.run(("evaluate --task file --test " + bad + " --model " + Samples.FINETUNED).split(" ")),
                message);
    }

    @Test
    void one_example_cannot_be_divided_for_validation() {
        Samples.assertRefused(finetune(file("one.tsv", "the fox\\tgood\\n"), Samples.TEST), "validation");
    }

    @Test
    void a_missing_file() {
        Samples.assertRefused(finetune(folder.resolve("none.tsv"), Samples.TEST), "none.tsv");
        Samples.assertRefused(finetune(Samples.TRAIN, folder.resolve("none.tsv")), "none.tsv");
    }

    @Test
    void no_test_file_is_missed_before_a_step_is_taken() {
        Samples.assertRefused(finetune(Samples.TRAIN, null), "--test");
        assertThat(folder.resolve("out/model.safetensors")).doesNotExist();
    }

    @Test
    void a_test_label_that_training_did_not_have() {
        Path other = file("other.tsv", "the fox\\tugly\\n");
        Samples.assertRefused(finetune(Samples.TRAIN, other), "ugly");
        Samples.assertRefused(
                Shell.run(("evaluate --task file --test " + other + " --model " + Samples.FINETUNED).split(" ")),
                "ugly");
    }
}
