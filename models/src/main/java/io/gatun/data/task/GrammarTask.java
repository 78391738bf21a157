package io.gatun.data.task;

import io.gatun.data.KeyedRandom;
import io.gatun.data.Split;
import io.gatun.data.task.SentenceGrammar.Novelty;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// English sentences of a small grammar → what they mean, as a logical form that must match exactly.
///
/// Training, validation and test sentences are of one distribution, and no sentence is in two of them. The split
/// `generalization` has sentences of kinds that the others never have: words in roles and constructions in which
/// training does not show them, modifiers in a new place, and deeper recursion. Everything follows from the seed.
public final class GrammarTask implements Task {

    private final Sizes sizes;
    private final long seed;

    /// How many examples there are in each split.
    ///
    /// @param train from 1 to 50,000
    /// @param validation from 1 to 3,000
    /// @param test from 1 to 5,000
    /// @param generalization from 1 to 50,000, of all kinds alike
    public record Sizes(int train, int validation, int test, int generalization) {

        /// 8,000 training, 500 validation, 1,000 test and 1,000 generalization examples.
        public static final Sizes DEFAULT = new Sizes(8000, 500, 1000, 1000);

        /// Checks the numbers.
        public Sizes {
            check("train", train, 50_000);
            check("validation", validation, 3000);
            check("test", test, 5000);
            check("generalization", generalization, 50_000);
        }

        private static void check(String split, int size, int most) {
            if (size < 1 || size > most) {
                throw new TaskException(
                        "task grammar: expected from 1 to " + most + " examples for " + split + ", got " + size);
            }
        }
    }

    /// Creates the task.
    public GrammarTask(Sizes sizes, long seed) {
        this.sizes = sizes;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "grammar";
    }

    @Override
    public Metric metric() {
        return Metric.EXACT_MATCH;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.TRAIN, Split.VALIDATION, Split.TEST, Split.GENERALIZATION);
    }

    @Override
    public List<Example> load(Split split) {
        return switch (split) {
            case TRAIN -> familiar(split, sizes.train());
            case VALIDATION -> familiar(split, sizes.validation());
            case TEST -> familiar(split, sizes.test());
            case GENERALIZATION -> novel();
        };
    }

    /// Takes from one sequence of sentences those that belong to the split.
    private List<Example> familiar(Split split, int size) {
        var examples = new ArrayList<Example>();
        var seen = new HashSet<String>();
        for (long i = 0; examples.size() < size; i++) {
            var sentence = SentenceGrammar.draw(KeyedRandom.of(seed, 0, i), Novelty.NONE);
            if (owner(sentence.text()) == split && seen.add(sentence.text())) {
                examples.add(example(sentence, ""));
            }
        }
        return examples;
    }

    private List<Example> novel() {
        var kinds = Novelty.kinds();
        var examples = new ArrayList<Example>();
        var seen = new HashSet<String>();
        for (long i = 0; examples.size() < sizes.generalization(); i++) {
            Novelty kind = kinds.get(examples.size() % kinds.size());
            var sentence = SentenceGrammar.draw(KeyedRandom.of(seed, 1, i), kind);
            if (seen.add(sentence.text())) {
                examples.add(example(sentence, kind.name().toLowerCase(Locale.ROOT)));
            }
        }
        return examples;
    }

    // the text decides, so that splits are disjoint although each is made without the others
    private static Split owner(String text) {
        long percent = Long.remainderUnsigned(TrainingShare.key(text), 100);
        return percent < 10 ? Split.TEST : percent < 16 ? Split.VALIDATION : Split.TRAIN;
    }

    private static Example example(SentenceGrammar.Sentence sentence, String category) {
        return new Example("grammar: " + sentence.text(), List.of(sentence.form()), category);
    }
}
