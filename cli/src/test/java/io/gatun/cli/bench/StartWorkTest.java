package io.gatun.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.Threads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartWorkTest {

    @Test
    void a_new_jvm_computes_the_product() {
        StartWork.run(StartWork.command());
    }

    @Test
    void the_new_jvm_uses_as_many_threads() {
        int threads = Threads.get();
        Threads.set(3);
        try {
            List<String> options = StartWork.command().stream()
                    .filter(word -> word.startsWith("-Dgatun.threads="))
                    .toList();

            assertThat(options).last().isEqualTo("-Dgatun.threads=3");
        } finally {
            Threads.set(threads);
        }
    }

    @Test
    void a_failure_says_what_the_new_jvm_said_first() {
        List<String> command = new ArrayList<>(StartWork.command());
        command.set(command.size() - 1, "io.gatun.cli/no.such.Main");

        assertThatThrownBy(() -> StartWork.run(command))
                .rootCause()
                .hasMessageStartingWith("bench: start: the new JVM ended with status 1: Error: Could not find or load");
    }
}
