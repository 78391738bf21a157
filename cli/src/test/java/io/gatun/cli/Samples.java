package io.gatun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A corpus, a tokenizer, a task and two trained models, all as small as can be, made once for all tests.
final class Samples {

    private static final Path FOLDER = folder();

    static final Path CORPUS = write("corpus.txt", text(2000));
    static final Path TRAIN = write("train.tsv", examples(60, 1));
    static final Path TEST = write("test.tsv", examples(12, 2));
    static final Path TOKENIZER = tokenizer();

    /// Pre-trained for two steps.
    static final Path PRETRAINED = pretrained();

    /// Fine-tuned on the task.
    static final Path FINETUNED = finetuned();

    private Samples() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("gatun-samples");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path write(String name, String text) {
        return write(FOLDER.resolve(name), text);
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(int lines) {
        Random random = new Random(1);
        return IntStream.range(0, lines)
                .mapToObj(_ -> "the lazy fox " + word(random) + " " + word(random) + " jumps over " + word(random))
                .collect(Collectors.joining("\n"));
    }

    private static String examples(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> "the fox " + word(random) + (i % 2 == 0 ? "\tgood\n" : "\tbad\n"))
                .collect(Collectors.joining());
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(2, 5), 0, 60)
                .mapToObj(i -> "bcdfglmnprst".charAt(i / 5) + "" + "aeiou".charAt(i % 5))
                .collect(Collectors.joining());
    }

    private static Path tokenizer() {
        Path file = FOLDER.resolve("sample.model");
        done("tokenizer", "train", "--input", CORPUS.toString(), "--vocab", "320", "--out", file.toString());
        return file;
    }

    private static Path pretrained() {
        Path out = FOLDER.resolve("pretrained");
        done(pretrain("--steps", "2", "--out", out.toString()));
        return out;
    }

    private static Path finetuned() {
        Path out = FOLDER.resolve("finetuned");
        done(finetune("--model", PRETRAINED.toString(), "--out", out.toString()));
        return out;
    }

    /// Returns the command line of a small pre-training; options of `more` come last.
    static String[] pretrain(String... more) {
        return joined(
                "pretrain --quiet --arch lightweight --steps 2 --d-model 16 --d-ff 32 --heads 2 --layers 1 --batch 2 --length 16 --corpus "
                        + CORPUS + " --tokenizer " + TOKENIZER,
                more);
    }

    /// Returns the command line of a small fine-tuning on the task.
    static String[] finetune(String... more) {
        return joined(
                "finetune --quiet --batch 4 --length 16 --steps 2 --task file --train " + TRAIN + " --test " + TEST,
                more);
    }

    private static String[] joined(String line, String... more) {
        List<String> all = new ArrayList<>(List.of(line.split(" ")));
        for (String option : more) {
            int given = option.startsWith("--") ? all.indexOf(option) : -1;
            if (given >= 0) { // an option may stand only once: the later one counts
                all.subList(given, given + 2).clear();
            }
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void done(String... arguments) {
        Shell.Ran ran = Shell.run(arguments);
        assertThat(ran.status()).as(ran.err()).isZero();
    }

    /// Copies a model directory, to be damaged.
    static Path copy(Path model, Path to) {
        try (Stream<Path> files = Files.list(model)) {
            Files.createDirectories(to);
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns what lies in a directory, bytes as text, by name.
    static Map<String, String> content(Path directory) {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        directory.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    /// Checks that a command ended with 2 and one sentence that holds `message`.
    static void assertRefused(Shell.Ran ran, String message) {
        assertThat(ran.status()).as(ran.err()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertSentence(ran, message);
    }

    /// Checks that all a command said is one sentence that holds `message`.
    static void assertSentence(Shell.Ran ran, String message) {
        assertThat(ran.err()).startsWith("gatun: ").containsIgnoringCase(message);
        assertThat(ran.err()).doesNotContain("Exception", "\tat ", "Error:", "@");
        assertThat(ran.err().lines().filter(line -> !line.matches("(Try '|Possible solutions:).*")))
                .as(ran.err())
                .hasSize(1);
    }
}
