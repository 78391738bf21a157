package io.gatun.bench;

import io.gatun.catalogue.Catalogue;
import io.gatun.catalogue.Row;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// JMH's own command line, but that [OpBenchmark] takes every op of the catalogue that has a timed case, unless
/// `-p op=…` names some.
public final class Benchmarks {

    private Benchmarks() {}

    /// Runs the benchmarks that the arguments ask for.
    public static void main(String[] arguments) throws Exception {
        CommandLineOptions asked;
        try {
            asked = new CommandLineOptions(arguments);
        } catch (CommandLineOptionException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        if (asked.shouldHelp()
                || asked.shouldList()
                || asked.shouldListProfilers()
                || asked.shouldListResultFormats()
                || asked.shouldListWithParams()) {
            Main.main(arguments);
            return;
        }
        try {
            new Runner(options(asked)).run();
        } catch (RunnerException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static Options options(CommandLineOptions asked) {
        OptionsBuilder options = new OptionsBuilder();
        options.parent(asked);
        if (!asked.getParameter("op").hasValue()) {
            options.param("op", timed());
        }
        return options.build();
    }

    /// Returns the names of the ops that have a timed case.
    static String[] timed() {
        return Catalogue.rows().stream()
                .filter(row -> !row.benchmark().isEmpty())
                .map(Row::name)
                .toArray(String[]::new);
    }
}
