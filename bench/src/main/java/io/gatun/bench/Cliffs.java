package io.gatun.bench;

import io.gatun.catalogue.Case;
import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import io.gatun.tensor.DType;
import io.gatun.tensor.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Looks for kernels that are slow only where other kernels ran before: what a JVM has seen decides what its compiler
/// inlines, and a call that is not inlined makes each vector an object.
///
/// Each op of the catalogue that has a timed case is timed, with its gradients, in a JVM of its own, and in one that
/// has run every op's
/// cases before. Whoever is more than twice as slow there, three times in a row, is named, and the exit status is 1.
/// Arguments name ops; none means all.
public final class Cliffs {

    private static final double LIMIT = 2;
    private static final int TRIALS = 3;
    private static final int LEAST_RUNS = 20;
    private static final double NOTABLY = 0.95;
    private static final long CALM_NANOS = 1_500_000_000L;
    private static final long MOST_NANOS = 20_000_000_000L;
    private static final String FRESH = "--fresh";
    private static final String USED = "--used";

    private Cliffs() {}

    /// Runs the comparison.
    public static void main(String... arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        if (!given.isEmpty()
                && (given.getFirst().equals(FRESH) || given.getFirst().equals(USED))) {
            time(given.getFirst().equals(USED), given.subList(1, given.size()));
            return;
        }
        List<String> suspects = given.isEmpty() ? List.of(Benchmarks.timed()) : given;
        List<String> timed = List.of(Benchmarks.timed());
        for (String op : suspects) {
            if (!timed.contains(op)) { // said before anything is timed
                System.err.println("cliffs: expected ops that have a timed case, got '" + op + "'; they are "
                        + String.join(", ", timed));
                System.exit(2);
            }
        }
        for (int trial = 0; trial < TRIALS && !suspects.isEmpty(); trial++) {
            suspects = slow(suspects);
        }
        if (!suspects.isEmpty()) {
            System.err.println("more than " + LIMIT + " times slower after other ops: " + String.join(", ", suspects));
            System.exit(1);
        }
    }

    /// Returns the ops that are too slow in a used JVM, and prints the times of all.
    private static List<String> slow(List<String> ops) throws IOException, InterruptedException {
        Map<String, Double> used = child(USED, ops);
        List<String> slow = new ArrayList<>();
        for (String op : ops) {
            double fresh = child(FRESH, List.of(op)).get(op);
            double ratio = used.get(op) / fresh;
            System.out.printf("%-24s fresh %10.1f us   used %10.1f us   ratio %5.2f%n", op, fresh, used.get(op), ratio);
            if (ratio > LIMIT) {
                slow.add(op);
            }
        }
        return slow;
    }

    /// Starts a JVM that times ops, and returns their times in microseconds.
    private static Map<String, Double> child(String kind, List<String> ops) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments()); // such as -Dgatun.threads=1
        command.addAll(List.of(Cliffs.class.getName(), kind));
        command.addAll(ops);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<String, Double> times = new LinkedHashMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split(" ", -1);
                times.put(parts[0], Double.parseDouble(parts[1]));
            }
        }
        int status = process.waitFor();
        if (status != 0 || !times.keySet().containsAll(ops)) {
            throw new IllegalStateException("the JVM that times " + kind + " " + ops + " ended with status " + status);
        }
        return times;
    }

    private static void time(boolean used, List<String> ops) {
        if (used) {
            Catalogue.rows().forEach(Cliffs::use);
        }
        for (String op : ops) {
            OpBenchmark benchmark = new OpBenchmark();
            benchmark.op = op;
            benchmark.operands();
            System.out.println(op + " " + fastest(benchmark) / 1000.0);
        }
    }

    /// Runs every case of an op, in every type it takes, often enough for the JVM to form an opinion.
    private static void use(Row row) {
        for (DType dtype : row.dtypes()) {
            for (Case each : row.cases(dtype)) {
                for (int i = 0; i < 20; i++) {
                    Memory.scope(() -> {
                        each.run(each.inputs(dtype));
                    });
                }
            }
        }
    }

    /// Returns the least nanoseconds that a run took: of as many runs as it takes until none has been notably faster
    /// than those before for a while.
    private static long fastest(OpBenchmark benchmark) {
        long begin = System.nanoTime();
        long least = Long.MAX_VALUE;
        long improved = begin;
        long now = begin;
        for (int run = 0; run < LEAST_RUNS || now - improved < CALM_NANOS && now - begin < MOST_NANOS; run++) {
            benchmark.forwardAndGradients();
            long after = System.nanoTime();
            if (after - now < NOTABLY * least) {
                improved = after;
            }
            least = Math.min(least, after - now);
            now = after;
        }
        return least;
    }
}
