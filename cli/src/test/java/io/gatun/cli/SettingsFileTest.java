package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @TempDir
    private Path folder;

    /// Work with these tasks.
    private record Work(Set<String> tasks) implements SettingsFile.Begun {

        @Override
        public boolean any() {
            return true;
        }

        @Override
        public boolean task(String name) {
            return tasks.contains(name);
        }
    }

    private void check(Map<String, Object> settings, String... begun) throws IOException {
        SettingsFile.check(folder, settings, new Work(Set.of(begun)));
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
