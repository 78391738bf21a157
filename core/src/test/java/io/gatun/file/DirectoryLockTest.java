package io.gatun.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    private Path folder;

    @Test
    void a_directory_has_one_owner_at_a_time() throws IOException {
        Path directory = folder.resolve("new");
        try (DirectoryLock _ = DirectoryLock.of(directory)) {
            assertThat(directory).isDirectory();
            assertThatThrownBy(() -> DirectoryLock.of(directory))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another gatun process works in this directory");
        }
        DirectoryLock.of(directory).close();
    }
}
