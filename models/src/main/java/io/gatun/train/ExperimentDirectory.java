package io.gatun.train;

import io.gatun.json.Json;
import io.gatun.json.JsonObject;
import io.gatun.models.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where an experiment keeps what:
///
/// ```
/// tokenizer.model
/// pretrain/ARCH-SEED/            a model, and pretraining.json or failed.json when it is over
/// linear/TASK.json
/// finetune/TASK/ARCH-scratch-SEED/     a model, and run.json or failed.json when it is over
/// finetune/TASK/ARCH-pretrained-SEED/
/// ```
///
/// @param path the directory
public record ExperimentDirectory(Path path) {

    private static final Pattern PRETRAINING = Pattern.compile("(\\w+)-(-?\\d+)");
    private static final Pattern RUN = Pattern.compile("(\\w+)-(scratch|pretrained)-(-?\\d+)");
    private static final String FAILED = "failed.json";

    Path tokenizer() {
        return path.resolve("tokenizer.model");
    }

    ModelDirectory pretraining(Architecture arch, long seed) {
        return new ModelDirectory(path.resolve("pretrain").resolve(arch + "-" + seed));
    }

    Path linear(String task) {
        return path.resolve("linear").resolve(task + ".json");
    }

    ModelDirectory run(String task, Architecture arch, boolean pretrained, long seed) {
        String name = arch + (pretrained ? "-pretrained-" : "-scratch-") + seed;
        return new ModelDirectory(path.resolve("finetune").resolve(task).resolve(name));
    }

    /// The numbers of a pre-training that is over.
    static Path pretrainingNumbers(ModelDirectory home) {
        return home.path().resolve("pretraining.json");
    }

    /// The numbers of a run that is over.
    static Path runNumbers(ModelDirectory home) {
        return home.path().resolve("run.json");
    }

    /// What became of training that cannot go on. Without the file it is tried again.
    static Path failure(ModelDirectory home) {
        return home.path().resolve(FAILED);
    }

    /// Whether training is over, well or not.
    static boolean over(ModelDirectory home) {
        return Stream.of(pretrainingNumbers(home), runNumbers(home), failure(home))
                .anyMatch(Files::exists);
    }

    /// A run in words.
    static String words(String task, Architecture arch, boolean pretrained) {
        return "%s, %s, %s".formatted(task, arch, pretrained ? "pre-trained" : "from scratch");
    }

    /// Returns whether there is work here that other settings would not fit: a tokenizer, or more.
    public boolean begun() {
        return Files.exists(tokenizer());
    }

    /// Returns whether there is a run of a task, or the beginning of one.
    ///
    /// @throws IOException if the directory cannot be read
    public boolean begun(String task) throws IOException {
        for (Path run : inside(path.resolve("finetune").resolve(task))) {
            ModelDirectory home = new ModelDirectory(run);
            if (Files.exists(home.training()) || over(home)) {
                return true;
            }
        }
        return false;
    }

    /// Tells the listener of all that is over, whichever command it was made by.
    ///
    /// @throws IOException if a file cannot be read
    public void tellAll(Experiment.Listener listener) throws IOException {
        for (Path home : inside(path.resolve("pretrain"))) {
            Matcher name = PRETRAINING.matcher(home.getFileName().toString());
            if (name.matches()) {
                tellPretraining(Architecture.named(name.group(1)), Long.parseLong(name.group(2)), listener);
            }
        }
        for (Path file : inside(path.resolve("linear"))) {
            String name = file.getFileName().toString();
            if (name.endsWith(".json")) {
                tellLinear(name.substring(0, name.length() - ".json".length()), listener);
            }
        }
        for (Path task : inside(path.resolve("finetune"))) {
            for (Path home : inside(task)) {
                Matcher name = RUN.matcher(home.getFileName().toString());
                if (name.matches()) {
                    Architecture arch = Architecture.named(name.group(1));
                    boolean pretrained = name.group(2).equals("pretrained");
                    tellRun(task.getFileName().toString(), arch, pretrained, Long.parseLong(name.group(3)), listener);
                }
            }
        }
    }

    /// Tells of a pre-training if it is over.
    void tellPretraining(Architecture arch, long seed, Experiment.Listener listener) throws IOException {
        ModelDirectory home = pretraining(arch, seed);
        if (Files.exists(pretrainingNumbers(home))) {
            listener.pretrained(new Experiment.Pretrained(arch, seed, home, read(pretrainingNumbers(home))));
        } else {
            tellFailure("pre-training " + arch, seed, home, listener);
        }
    }

    /// Tells of the linear classifier of a task, which is there.
    void tellLinear(String task, Experiment.Listener listener) throws IOException {
        listener.linear(new Experiment.Linear(task, read(linear(task))));
    }

    /// Tells of a run if it is over.
    void tellRun(String task, Architecture arch, boolean pretrained, long seed, Experiment.Listener listener)
            throws IOException {
        ModelDirectory home = run(task, arch, pretrained, seed);
        if (Files.exists(runNumbers(home))) {
            JsonObject numbers = read(runNumbers(home));
            listener.finetuned(new Experiment.Finetuned(arch, seed, task, pretrained, home, numbers));
        } else {
            tellFailure(words(task, arch, pretrained), seed, home, listener);
        }
    }

    private static void tellFailure(String what, long seed, ModelDirectory home, Experiment.Listener listener)
            throws IOException {
        if (Files.exists(failure(home))) {
            String message = read(failure(home)).string("message");
            listener.failed(new Experiment.Failed(what + ", seed " + seed, home, message));
        }
    }

    private static JsonObject read(Path file) throws IOException {
        return Json.parseObject(Files.readString(file), file.toString());
    }

    /// What is in a folder, by name; nothing if there is none.
    private static List<Path> inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
