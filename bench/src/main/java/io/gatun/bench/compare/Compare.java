package io.gatun.bench.compare;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs cases on Gatun and on libtorch, in turn and each time in a process of its own, and prints a table of ratios.
/// The Maven profile `peers` and the script `bench/peers/table` call it; docs/bench.md has its options.
public final class Compare {

    private final Order order;
    private final Runner runner;
    private final List<String> failures = new ArrayList<>();

    private Compare(Order order) {
        this.order = order;
        this.runner = new Runner(order.root());
    }

    /// Runs the comparison: status 2 if it cannot be done as asked, 1 if a row failed; the others are printed.
    public static void main(String... arguments) throws IOException, InterruptedException {
        try {
            System.exit(new Compare(Order.parse(List.of(arguments))).run());
        } catch (IllegalArgumentException e) {
            say(e.getMessage());
            System.exit(2);
        } catch (FileSystemException e) { // its message is the file's name
            say("cannot read or write " + e.getMessage() + ": " + e.getClass().getSimpleName());
            System.exit(2);
        }
    }

    private int run() throws IOException, InterruptedException {
        warnOfThreads();
        runner.check(order.rows());
        if (order.table().isPresent()) {
            // a place that cannot be written to is told at once; what stands there stays until a row is done
            Files.writeString(order.table().get(), "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        if (order.journal().isPresent()) {
            order.journal().get().open();
            int known = order.journal().get().read(order.rows(), order.peers());
            if (known > 0) {
                say("goes on after " + known + " pairs of an earlier run; remove the file of results to start afresh");
            }
        }
        for (Row row : order.rows()) {
            try {
                measure(row);
            } catch (IllegalArgumentException | IllegalStateException e) { // the next may well do
                failures.add(row.asked().label() + ": " + e.getMessage());
                say(failures.getLast());
            }
            if (order.table().isPresent()) {
                Files.write(order.table().get(), table()); // after each row: what is done is kept, whatever comes
            }
        }
        table().forEach(System.out::println);
        failures.forEach(failure -> say("failed: " + failure));
        return failures.isEmpty() ? 0 : 1;
    }

    private void warnOfThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        order.rows().stream().filter(row -> row.threads() > cores).findFirst().ifPresent(row -> {
            say("warning: " + row.asked().label() + " is to run with " + row.threads() + " threads on " + cores
                    + " cores: they will wait for each other");
        });
    }

    private List<String> table() {
        List<Row> done = order.rows().stream().filter(row -> !row.isEmpty()).toList();
        return done.isEmpty() ? List.of() : new Table(order.peers(), done).lines();
    }

    /// Measures the pairs that a row lacks. A pair that was disturbed is not missing in this run, but in the next.
    private void measure(Row row) throws IOException, InterruptedException {
        List<Integer> missing = order.peers().stream()
                .map(peer -> order.wanted(row, peer) - row.pairs(peer).count())
                .toList();
        int rounds = missing.stream().mapToInt(Integer::intValue).max().orElse(0);
        for (int round = 0; round < rounds; round++) {
            Measured ours = runner.ours(row);
            for (int i = 0; i < missing.size(); i++) {
                if (round < missing.get(i)) {
                    String peer = order.peers().get(i);
                    Pairs.Pair pair = new Pairs.Pair(ours, runner.theirs(row, peer));
                    row.pairs(peer).add(pair);
                    if (order.journal().isPresent()) {
                        order.journal().get().append(row, peer, pair);
                    }
                    say(pair, row, peer);
                }
            }
        }
    }

    private static void say(Pairs.Pair pair, Row row, String peer) {
        say(String.format(
                Locale.ROOT,
                "%s, %d thread%s: ours %.3f ms, %s %.3f ms, ratio %.2f, shortest %.2f, cpu_share %.2f and %.2f%s",
                row.asked().label(),
                row.threads(),
                row.threads() == 1 ? "" : "s",
                pair.ours().milliseconds(),
                peer,
                pair.theirs().milliseconds(),
                pair.ratio(),
                pair.ratioOfShortest(),
                pair.ours().cpuShare(),
                pair.theirs().cpuShare(),
                pair.disturbed(row.threads()) ? ": disturbed" : ""));
    }

    private static void say(String message) {
        System.err.println("peers: " + message);
    }
}
