package io.gatun.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the programs that measure, each in a process of its own.
final class Runner {

    private static final int TRIES = 3; // of a run that was disturbed
    private static final int LAST_LINES = 5;

    private final Path root;

    /// @param root the repository
    Runner(Path root) {
        this.root = root;
    }

    /// Asks both sides whether they know all cases and options, and times nothing.
    ///
    /// @throws IllegalArgumentException if one of them does not
    void check(List<Row> rows) throws IOException, InterruptedException {
        List<String> ours = new ArrayList<>(List.of(gatun(), "bench", "--quiet", "--list"));
        List<String> theirs = new ArrayList<>(List.of(peer(), "--check"));
        for (Row row : rows) {
            ours.add(row.asked().name());
            ours.addAll(row.asked().options());
            theirs.add(row.asked().name());
            theirs.addAll(row.asked().optionsOfPeer());
        }
        for (List<String> command : List.of(ours, theirs)) {
            Ran ran = run(command);
            if (ran.status != 0) {
                throw new IllegalArgumentException(ran.lastErrors());
            }
        }
    }

    /// Measures ours.
    Measured ours(Row row) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(gatun(), "bench", "--json", "--quiet", "--threads", "" + row.threads()));
        command.add(row.asked().name());
        command.addAll(row.asked().options());
        return undisturbed(command, row.threads());
    }

    /// Measures libtorch's.
    Measured theirs(Row row, String peer) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(peer(), peer, row.asked().name(), Integer.toString(row.threads())));
        command.addAll(row.asked().optionsOfPeer());
        return undisturbed(command, row.threads());
    }

    private String gatun() {
        return root.resolve("gatun").toString();
    }

    private String peer() {
        return root.resolve("bench/peers/peer").toString();
    }

    /// Returns the first measurement that nobody disturbed, or the last of some.
    private static Measured undisturbed(List<String> command, int threads) throws IOException, InterruptedException {
        Measured measured = measure(command);
        for (int i = 1; i < TRIES && measured.disturbed(threads); i++) {
            measured = measure(command);
        }
        return measured;
    }

    /// Runs a program that prints a measurement on its last line.
    ///
    /// @throws IllegalStateException if it does not, with what it said instead
    static Measured measure(List<String> command) throws IOException, InterruptedException {
        Ran ran = run(command);
        String line = ran.out.isEmpty() ? "" : ran.out.getLast();
        if (ran.status != 0 || !line.startsWith("{")) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + ran.status
                    + (ran.status == 0 ? " but without a measurement" : "") + "; it said last:\n"
                    + ran.lastErrors().indent(2).stripTrailing());
        }
        return Measured.parse(line, command.getFirst());
    }

    private record Ran(int status, List<String> out, List<String> err) {

        String lastErrors() {
            List<String> said = err.isEmpty() ? out : err;
            return said.isEmpty()
                    ? "(nothing, on stderr or stdout)"
                    : String.join("\n", said.subList(Math.max(0, said.size() - LAST_LINES), said.size()));
        }
    }

    private static Ran run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("peers", ".err"); // a file never fills up, as a pipe that nobody reads does
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            List<String> lines = process.inputReader().readAllLines();
            int status = process.waitFor();
            return new Ran(
                    status,
                    lines,
                    new String(Files.readAllBytes(errors), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } finally {
            Files.delete(errors);
        }
    }
}
