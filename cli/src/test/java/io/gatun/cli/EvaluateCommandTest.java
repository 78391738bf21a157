package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    @TempDir
    private Path folder;

    private Shell.Ran evaluate(String... more) {
        List<String> line = new ArrayList<>(List.of(
                "evaluate",
                "--json",
                "--task",
                "file",
                "--test",
                Samples.TEST.toString(),
                "--model",
                Samples.FINETUNED.toString()));
        line.addAll(List.of(more));
        return Shell.run(line.toArray(String[]::new));
    }

    /// The model has learnt next to nothing: what it generates may be anything, what it ranks is a label.
    @Test
    void ranking_answers_with_labels_only() throws IOException {
        Path predictions = folder.resolve("predictions.tsv");

        Shell.Ran ran = evaluate("--rank", "--predictions", predictions.toString());

        assertThat(ran.status()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("\"invalid_rate\":0.0", "\"n\":12");
        assertThat(Files.readAllLines(predictions))
                .hasSize(12)
                .allSatisfy(line -> assertThat(line).matches("the fox .*\t(good|bad)\t(good|bad)"));
    }

    @Test
    void a_task_with_other_answers_is_refused() {
        Samples.assertRefused(
                Shell.run("evaluate", "--task", "grammar", "--limit", "3", "--model", Samples.FINETUNED.toString()),
                "fine-tuned on file, whose answers are bad, good; expected a task with the same, got grammar with free text");
    }
}
