package io.gatun.train;

import io.gatun.data.Split;
import io.gatun.data.Texts;
import io.gatun.data.task.Task;
import io.gatun.data.task.TaskSettings;
import io.gatun.data.task.Tasks;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.models.TestModels;
import io.gatun.tensor.Generator;
import io.gatun.text.Tokenizer;
import io.gatun.text.TokenizerTrainer;
import io.gatun.text.TrainerSettings;
import io.gatun.text.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Runs of training that take a moment: made-up text, a model of a few thousand weights, dropout
/// everywhere.
final class SmallRuns {

    static final int STEPS = 16;
    static final int CHECKPOINT_EVERY = 5;

    private static final List<String> SENTENCES = sentences(300);
    static final Vocabulary VOCABULARY = Vocabulary.of(tokenizer(320));
    static final Pretraining.Text TEXT = text(VOCABULARY, 100); // less than an epoch's worth for all steps

    private SmallRuns() {}

    /// Stands for a `kill -9`: leaves the run without a word, whatever it had in memory.
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Kills a run after a step, before its checkpoint.
    static Observer killAfter(long last) {
        return new Observer() {
            @Override
            public void step(TrainingLoop.Step step, long all, double tokensPerSecond) {
                if (step.step() == last) {
                    throw new Killed();
                }
            }
        };
    }

    /// Asks a run to end after a step.
    static Observer stopAfter(long last) {
        return new Observer() {
            private long at;

            @Override
            public void step(TrainingLoop.Step step, long all, double tokensPerSecond) {
                at = step.step();
            }

            @Override
            public boolean stop() {
                return at >= last;
            }
        };
    }

    static Plan plan(String optimizer, long steps) {
        return new Plan(steps, optimizer, "constant:0.01*warmup:4", 1e-4, CHECKPOINT_EVERY, 4, 7);
    }

    static ModelConfig config(Architecture architecture, Map<String, ?> values) {
        boolean convolution = architecture.isConvolution();
        return TestModels.config(architecture)
                .with(Map.of(
                        "vocab_size",
                        VOCABULARY.embeddingRows(),
                        "num_layers",
                        1,
                        "num_decoder_layers",
                        1,
                        "dropout_rate",
                        0.1,
                        "drop_connect",
                        convolution ? 0.1 : 0.0))
                .with(values);
    }

    static ModelConfig config(Architecture architecture) {
        return config(architecture, Map.of());
    }

    static Pretraining pretraining(Architecture architecture) {
        return new Pretraining(config(architecture), 3, 24, plan("adafactor", STEPS));
    }

    static Finetuning finetuning(Path folder) throws IOException {
        return new Finetuning(task(folder), 4, 24, new Finetuning.Caps(6, 6), plan("adafactor", STEPS));
    }

    static Finetuning.Start scratch(Architecture architecture) {
        EncoderDecoder model = EncoderDecoder.create(config(architecture), Generator.seeded(3));
        return new Finetuning.Start(model, VOCABULARY, false);
    }

    /// A task of a user's own: which of two words stands first?
    static Task task(Path folder) throws IOException {
        TaskSettings settings = TaskSettings.NONE;
        for (Split split : List.of(Split.TRAIN, Split.VALIDATION, Split.TEST)) {
            Path file = folder.resolve(split + ".tsv");
            String examples = IntStream.range(0, 40)
                    .mapToObj(i -> SENTENCES.get(i) + "\t" + (i % 3 == 0 ? "first" : "second") + "\n")
                    .collect(Collectors.joining());
            Files.writeString(file, examples);
            settings = settings.withFile(split, file);
        }
        return Tasks.named("file", settings);
    }

    static Tokenizer tokenizer(int pieces) {
        return new TokenizerTrainer(TrainerSettings.t5(pieces).withThreads(1)).train(SENTENCES);
    }

    static Pretraining.Text text(Vocabulary vocabulary, int sentences) {
        return new Pretraining.Text(vocabulary, "words", "f0", Texts.of(SENTENCES.subList(0, sentences)));
    }

    private static List<String> sentences(int count) {
        Random random = new Random(1);
        return IntStream.range(0, count)
                .mapToObj(_ -> IntStream.range(0, 4 + random.nextInt(5))
                        .mapToObj(_ -> word(random))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static String word(Random random) {
        return random.ints(random.nextInt(1, 4), 0, 30)
                .mapToObj(i -> "bdklmr".charAt(i / 5) + "" + "aeiou".charAt(i % 5))
                .collect(Collectors.joining());
    }
}
