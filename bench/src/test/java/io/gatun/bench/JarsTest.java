package io.gatun.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What we ask a user to carry: small jars, without native code.
class JarsTest {

    private static final String[] MODULES = {"core", "autograd", "models", "cuda", "cli"};
    private static final long MOST_BYTES = 5_000_000;

    @Test
    void all_jars_together_are_small_and_hold_no_native_code() throws IOException {
        long bytes = 0;
        for (String module : MODULES) {
            Path jar = jar(module);
            bytes += Files.size(jar);
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.stream().map(JarEntry::getName))
                        .as(jar.toString())
                        .noneMatch(name -> name.matches(".*\\.(so|dll|dylib|a|jnilib)"));
            }
        }
        assertThat(bytes).isBetween(100_000L, MOST_BYTES);
    }

    private static Path jar(String module) throws IOException {
        Path folder = Path.of("..", module, "target");
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            Path jar = files.filter(file ->
                            file.getFileName().toString().matches("gatun-" + module + "-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElse(null);
            assumeThat(jar)
                    .as("the jar of " + module + ", packed by mvn verify")
                    .isNotNull();
            return jar;
        }
    }
}
