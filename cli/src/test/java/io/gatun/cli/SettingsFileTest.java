package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.train.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @TempDir
    private Path folder;

    /// Checks settings where there is work with these tasks.
    private void check(Map<String, Object> settings, String... begun) throws IOException {
        Files.writeString(folder.resolve("tokenizer.model"), "");
        for (String task : begun) {
            Path run = Files.createDirectories(
                    folder.resolve("finetune").resolve(task).resolve("dynamic-scratch-42"));
            Files.writeString(run.resolve("run.json"), "{}");
        }
        SettingsFile.check(new ExperimentDirectory(folder), settings);
    }

    @Test
    void settings_of_a_task_may_come_with_it() throws IOException {
        check(Map.of("steps", 3L, "rows", Map.of("trec", 4L)));
        check(Map.of("steps", 3L, "rows", Map.of("imdb", 8L)), "trec");
        check(Map.of("steps", 3L, "rows", Map.of("imdb", 8L, "trec", 4L)), "trec", "imdb");

        assertThatThrownBy(() -> check(Map.of("steps", 3L, "rows", Map.of("trec", 5L)), "trec", "imdb"))
                .hasMessageContaining("was begun with rows 4 for trec, not with rows 5");
        assertThat(folder.resolve("settings.json"))
                .content()
                .contains("\"trec\": 4")
                .contains("\"imdb\": 8");
    }

    @Test
    void settings_of_a_task_without_a_run_may_change() throws IOException {
        check(Map.of("steps", 3L, "rows", Map.of("trec", 4L, "imdb", 8L)));
        check(Map.of("steps", 3L, "rows", Map.of("trec", 5L)), "imdb");

        assertThat(folder.resolve("settings.json"))
                .content()
                .contains("\"trec\": 5")
                .contains("\"imdb\": 8");
    }

    @Test
    void fingerprints_that_were_not_kept_are_not_missed() throws IOException {
        check(Map.of("steps", 3L));
        check(Map.of("steps", 3L, "corpus_fingerprint", "ab"));

        assertThatThrownBy(() -> check(Map.of("steps", 3L, "corpus_fingerprint", "cd")))
                .hasMessageContaining("was begun with another corpus than what is there now");
    }
}
