package io.gatun.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/// `gatun`: reads the command line, runs one command, and turns what it throws into an exit status.
@Command(
        name = "gatun",
        description = "Pre-trainable convolutions and transformers, trained from scratch on the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        subcommands = {
            InfoCommand.class,
            ReproduceCommand.class,
            ScalingCommand.class,
            TokenizerCommand.class,
            PretrainCommand.class,
            FinetuneCommand.class,
            EvaluateCommand.class,
            GenerateCommand.class,
            QuantizeCommand.class,
            ValidateCommand.class,
            BenchCommand.class
        })
public final class Main {

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final GlobalOptions options;

    private Main(GlobalOptions options) {
        this.options = options;
    }

    /// Runs the command and ends the process with its exit status.
    public static void main(String[] arguments) {
        StandardError.restore();
        // notices in a line, without class and time
        System.getProperties().putIfAbsent(LOG_FORMAT, "gatun: %5$s%6$s%n");
        Output out = new Output(new FileOutputStream(FileDescriptor.out));
        PrintStream stdout = new PrintStream(out, false, StandardCharsets.UTF_8);
        int status = run(new Console(System.in, stdout, System.err), arguments);
        stdout.flush();
        if (status == ExitStatus.DONE && out.failure().isPresent()) {
            out.message().ifPresent(message -> System.err.println("gatun: cannot write to stdout: " + message));
            status = ExitStatus.FAILED;
        }
        System.exit(status);
    }

    /// Runs the command in this process; tests call it.
    static int run(Console console, String... arguments) {
        try {
            return commandLine(console).execute(arguments);
        } catch (Throwable e) { // picocli hands on exceptions only; a person wants one line whatever it is
            return failed(console, e);
        }
    }

    static CommandLine commandLine(Console console) {
        GlobalOptions options = new GlobalOptions(console);
        return new CommandLine(new Main(options), new Commands(options))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setExecutionStrategy(parsed -> execute(options, parsed))
                .setParameterExceptionHandler((e, _) -> misused(console, e))
                .setExecutionExceptionHandler((e, _, _) -> failed(console, e));
    }

    private static int execute(GlobalOptions options, ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        CommandLine command = parsed.asCommandLineList().getLast();
        if (!(command.getCommand() instanceof Callable<?>)) { // a group of commands, this one included
            command.usage(command.getErr());
            return ExitStatus.WRONG_INPUT;
        }
        options.apply();
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int misused(Console console, CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        console.error(e.getMessage(), e);
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitStatus.WRONG_INPUT;
    }

    private static int failed(Console console, Throwable e) {
        Failure failure = Failure.of(e);
        console.error(failure.message(), e);
        return failure.status();
    }

    /// Returns the version of Gatun, which the build wrote into the module.
    static String version() {
        ModuleDescriptor module = Main.class.getModule().getDescriptor();
        return module == null ? "unknown" : module.rawVersion().orElse("unknown");
    }

    /// Makes the commands, each with the options that all share.
    private record Commands(GlobalOptions options) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            try {
                return type.getDeclaredConstructor(GlobalOptions.class).newInstance(options);
            } catch (NoSuchMethodException e) {
                return CommandLine.defaultFactory().create(type);
            }
        }
    }

    /// What `--version` prints.
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"gatun " + version()};
        }
    }
}
