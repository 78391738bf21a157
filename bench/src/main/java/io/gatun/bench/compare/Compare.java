package io.gatun.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs cases on Gatun and on peers, in turn and each time in a process of its own, and prints a table of ratios.
///
/// Arguments: the repository's root, the cases, the peers (separated by commas), the number of rounds, the number of
/// threads, and a file for the table (`-` for none).
public final class Compare {

    private static final int TRIES = 3; // of a pair that was disturbed

    private final Path root;
    private final int threads;

    private Compare(Path root, int threads) {
        this.root = root;
        this.threads = threads;
    }

    /// Runs the comparison.
    public static void main(String... arguments) throws IOException, InterruptedException {
        try {
            compare(arguments);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void compare(String... arguments) throws IOException, InterruptedException {
        if (arguments.length != 6) {
            throw new IllegalArgumentException("expected ROOT CASES PEERS ROUNDS THREADS TABLE");
        }
        List<Asked> cases = Asked.parse(arguments[1]);
        List<String> peers = List.of(arguments[2].split(",", -1));
        int rounds = positive("rounds", arguments[3]);
        Compare compare = new Compare(Path.of(arguments[0]), positive("threads", arguments[4]));
        List<String> table = new ArrayList<>(List.of(Pairs.heading()));
        System.out.println(Pairs.heading());
        for (Asked asked : cases) {
            for (Pairs pairs : compare.pairs(asked, peers, rounds)) {
                System.out.println(pairs.row());
                table.add(pairs.row());
            }
        }
        if (!arguments[5].equals("-")) {
            Files.write(Path.of(arguments[5]), table);
        }
    }

    private static int positive(String name, String text) {
        if (!text.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(name + ": expected a number above 0, got '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private List<Pairs> pairs(Asked asked, List<String> peers, int rounds) throws IOException, InterruptedException {
        List<Pairs> all =
                peers.stream().map(peer -> new Pairs(asked, peer, threads)).toList();
        for (int round = 0; round < rounds; round++) {
            Measured ours = undisturbed(ours(asked));
            for (int i = 0; i < peers.size(); i++) {
                all.get(i).add(ours, undisturbed(peer(peers.get(i), asked)));
            }
        }
        return all;
    }

    private List<String> ours(Asked asked) {
        List<String> command = new ArrayList<>(List.of(
                root.resolve("gatun").toString(),
                "bench",
                "--json",
                "--quiet",
                "--threads",
                Integer.toString(threads),
                asked.name()));
        command.addAll(asked.options());
        return command;
    }

    private List<String> peer(String peer, Asked asked) {
        List<String> command = new ArrayList<>(
                List.of(root.resolve("bench/peers/peer").toString(), peer, asked.name(), Integer.toString(threads)));
        command.addAll(asked.options());
        return command;
    }

    /// Returns the first measurement that nobody disturbed, or the last of some.
    private Measured undisturbed(List<String> command) throws IOException, InterruptedException {
        Measured measured = measure(command);
        for (int i = 1; i < TRIES && measured.disturbed(threads); i++) {
            measured = measure(command);
        }
        return measured;
    }

    private static Measured measure(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader().readAllLines();
        int status = process.waitFor();
        String line = lines.isEmpty() ? "" : lines.getLast();
        if (status != 0 || !line.startsWith("{")) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + status
                    + " and printed no measurement: " + (line.isEmpty() ? "nothing at all" : line));
        }
        return Measured.parse(line, command.getFirst());
    }
}
