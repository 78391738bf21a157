package io.gatun.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {

    @TempDir
    private Path folder;

    private static Order order(String... words) throws IOException {
        return Order.parse(List.of(words));
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "operations", "products"})
    void the_files_of_cases_can_be_read(String name) throws IOException {
        Order order = order("--file", "peers/cases/" + name);

        assertThat(order.rows()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cases x --settings pt,mkl | expected pt-fast, pt or both with a comma, got 'pt,mkl'",
                "--cases x --rounds 0 | --rounds: expected a number above 0, got '0'",
                "--cases x --round 1 | expected one of --cases, --file",
                "--cases x --rounds 1 --rounds 2 | --rounds is given twice",
                "--file nowhere | expected a file of cases, got nowhere, which cannot be read",
                "--cases | --cases: expected a value",
                "--file peers/cases | expected a file of cases, got peers/cases, which is a folder",
                "--file peers/cases/models --cases x | --file and --cases: expected one of them, got both",
                "--cases # | cases: expected some",
            })
    void a_wrong_command_line_is_said(String words, String message) {
        assertThatThrownBy(() -> order(words.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_case_that_is_there_twice_is_refused() {
        assertThatThrownBy(() -> order("--cases", "op:add:f warm_secs=1 op:add:f warm_secs=2"))
                .hasMessageContaining("op:add:f is there twice with 1 thread;");
        assertThatThrownBy(() -> order("--cases", "op:add:f pt=1 pt=2")).hasMessageContaining("pt is given twice");
        assertThatThrownBy(() -> order("--cases", "op:add:f threads=none"))
                .hasMessageContaining("expected threads to be a number above 0, got none");
    }

    @Test
    void a_comparison_goes_on_from_its_results() throws IOException {
        Path file = folder.resolve("new/results.jsonl");
        Journal journal = new Journal(file);
        Row row = order("--cases", "op:add:f").rows().getFirst();
        Measured took = new Measured(2.5, 2, 1, 0);
        journal.open();
        journal.append(row, "pt", new Pairs.Pair(took, took));
        journal.append(row, "pt-fast", new Pairs.Pair(took, took));
        Files.writeString(file, Files.readString(file) + "{\"case\":\"op:add"); // as a crash leaves it

        Row again = order("--cases", "op:add:f warm_secs=3").rows().getFirst();

        assertThat(journal.read(List.of(again), List.of("pt"))).isEqualTo(1); // the other was not asked for
        assertThat(again.pairs("pt").shown()).containsExactly(new Pairs.Pair(took, took));
        journal.append(row, "pt", new Pairs.Pair(took, took));
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(new Journal(folder.resolve("none")).read(List.of(again), List.of("pt")))
                .isZero();
    }

    @Test
    void a_program_that_fails_is_named_with_its_status_and_what_it_said_last() {
        assertThatThrownBy(() -> Runner.measure(List.of("sh", "-c", "echo started; echo no memory >&2; exit 3")))
                .hasMessageContaining("exit 3 ended with status 3; it said last:")
                .hasMessageEndingWith("  no memory");
        assertThatThrownBy(() -> Runner.measure(List.of("true")))
                .hasMessage(
                        "true ended with status 0 but without a measurement; it said last:\n  (nothing, on stderr or stdout)");
    }
}
