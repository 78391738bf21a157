package io.gatun.cli;

import io.gatun.data.corpus.Corpora;
import io.gatun.data.corpus.Corpus;
import io.gatun.file.DirectoryLock;
import io.gatun.tensor.Device;
import io.gatun.train.Experiment;
import io.gatun.train.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `gatun reproduce`: the paper's experiment from beginning to report.
@Command(
        name = "reproduce",
        description = "Pre-train each architecture, fine-tune each from scratch and pre-trained on each task, compare.")
final class ReproduceCommand implements Callable<Integer> {

    private final GlobalOptions options;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ExperimentOptions asked;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    private Path out;

    ReproduceCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Device device = Compute.device(options);
        Experiment.Settings settings = asked.settings(options.console(), options.seed(), device);
        Corpus corpus = Corpora.open(asked.corpus(), options.console().in(), options.console()::note);
        Map<String, Object> decisive = asked.describe(options.seed());
        decisive.put("corpus_fingerprint", corpus.fingerprint());
        decisive.put("data_fingerprint", ExperimentOptions.fingerprints(settings.tasks()));
        ExperimentDirectory directory = new ExperimentDirectory(out);
        try (DirectoryLock _ = DirectoryLock.of(out);
                Interruption interruption = new Interruption(options.console())) {
            SettingsFile.check(directory, decisive);
            var report = new ExperimentReport(out, describe(decisive), Machine.describe(device), asked.tasks());
            try (var recorder = new ExperimentRecorder(options.console(), interruption, report)) {
                boolean finished = new Experiment(settings, corpus, directory).run(recorder);
                report.write();
                return finished ? done(report.failures()) : ExitStatus.INTERRUPTED;
            }
        }
    }

    private int done(int failures) {
        Path page = out.resolve("report.html");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("report", page.toString());
        json.put("failed", (long) failures);
        options.console()
                .result(json, "done%s: %s".formatted(failures == 0 ? "" : " but for " + failures + " runs", page));
        return failures == 0 ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private Map<String, Object> describe(Map<String, Object> decisive) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("command", command());
        settings.put("model", asked.model());
        settings.putAll(decisive);
        settings.put("seeds", (long) asked.seeds());
        return settings;
    }

    /// Returns the command line as it was given.
    private String command() {
        return "gatun "
                + spec.commandLine().getParseResult().originalArgs().stream()
                        .map(word -> word.matches("[\\w./:,=+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }
}
