package io.gatun.cli;

import io.gatun.tensor.Device;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The options of every command, wherever they stand on the command line.
final class GlobalOptions {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,4}))?");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--device",
            scope = ScopeType.INHERIT,
            paramLabel = "auto|cpu|cuda[:N]",
            description =
                    "Where to compute; auto is a CUDA device if there is one, else the CPU (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(
            names = "--threads",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "How many threads compute (default: one for each core).")
    private Integer threads;

    @Option(
            names = "--seed",
            scope = ScopeType.INHERIT,
            paramLabel = "S",
            description = "Where random numbers begin; equal seeds give equal results (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Write results as JSON to stdout, an object a line; all else goes to stderr.")
    private boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Write results and errors only.")
    private boolean quiet;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show where an error comes from.")
    private boolean verbose;

    /// Where results and messages go, as these options say.
    private final Console console;

    GlobalOptions(Console console) {
        this.console = console;
    }

    /// Checks the options and puts them into effect; called once, before the command runs.
    void apply() {
        console.format(json, quiet, verbose);
        device();
        if (threads != null) {
            if (threads < 1) {
                throw wrong("--threads: expected at least 1, got " + threads);
            }
            // read once, when the first kernel runs
            System.setProperty("gatun.threads", threads.toString());
        }
    }

    Console console() {
        return console;
    }

    long seed() {
        return seed;
    }

    int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /// Returns the device that was asked for; empty for `auto`.
    Optional<Device> device() {
        if (device.equals("auto")) {
            return Optional.empty();
        }
        if (device.equals("cpu")) {
            return Optional.of(Device.CPU);
        }
        Matcher cuda = CUDA.matcher(device);
        if (!cuda.matches()) {
            throw wrong("--device: expected auto, cpu, cuda or cuda:N, got " + device);
        }
        return Optional.of(Device.cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1))));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
