package io.gatun.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// On the class path the Vector API's module is there only if the JVM was told to add it.
class ClassPathTest {

    @Test
    void every_op_runs_where_the_vector_module_is_missing_and_one_warning_says_so() throws Exception {
        List<String> lines = run();

        assertThat(lines).hasSize(2); // the JDK's logger puts a line with date and place before each message
        assertThat(lines.getLast()).startsWith("WARNING: ").endsWith("--add-modules jdk.incubator.vector");
    }

    @Test
    void every_op_runs_where_the_vector_module_was_added() throws Exception {
        assertThat(run("--add-modules=jdk.incubator.vector"))
                .allMatch(line -> line.equals("WARNING: Using incubator modules: jdk.incubator.vector"));
    }

    private static List<String> run(String... options) throws IOException, InterruptedException {
        return EveryKernel.inAnotherJvm(options);
    }
}
