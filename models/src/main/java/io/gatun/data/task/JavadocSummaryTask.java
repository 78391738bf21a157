package io.gatun.data.task;

import io.gatun.data.Split;
import io.gatun.data.corpus.DocumentedClass;
import io.gatun.data.corpus.HeldOutSentences;
import io.gatun.data.corpus.JdkSources;
import io.gatun.data.corpus.Sentences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Method signature → the first sentence of its documentation, which must match exactly.
///
/// Only sentences that a signature can explain are taken: of 3 to 8 words that begin with a verb in the third
/// person ("Returns the …"), each word in the signature (in any case, as a part of a name, in singular or
/// plural) or one of [#COMMON_WORDS]. Names of methods and parameters are given in separate small words,
/// because the sentence has them so; types are left as they are. Classes are divided by
/// [JdkSources#split(String)]; neither a sentence nor a signature is on two sides: it belongs to the test, then
/// to the validation data. A signature that stands in several classes has several right answers in these two.
public final class JavadocSummaryTask implements Task {

    /// The words of which short documentation is made: frequent words that a signature need not have.
    public static final Set<String> COMMON_WORDS = Set.of(
            ("a all an and any are array as associated at attribute be been being between by can checks class component"
                            + " constructor constructs contains containing corresponding create created creates current"
                            + " currently data default determines does element elements event field first for from"
                            + " get gets given has if in instance into is it its key last list method name new next no"
                            + " node not null number object of on one or other property representing represents"
                            + " return returns s set sets size specified state string test tests that the their this"
                            + " to true type used using value values was when whether which will with without")
                    .split(" "));

    /// What stands before each signature.
    static final String PREFIX = "javadoc method: ";

    private static final Pattern VERB = Pattern.compile("\\p{Lu}\\p{Ll}+s ");
    private static final int FEWEST_WORDS = 3;
    private static final int MOST_WORDS = 8;

    private final JdkSources sources;

    /// Creates the task over a JDK's sources.
    public JavadocSummaryTask(JdkSources sources) {
        this.sources = sources;
    }

    @Override
    public String name() {
        return "javadoc-summary";
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
        return List.of(Split.TRAIN, Split.VALIDATION, Split.TEST);
    }

    @Override
    public List<Example> load(Split split) {
        if (!splits().contains(split)) {
            throw new TaskException("task javadoc-summary: it has no split " + split);
        }
        var excluded = HeldOutSentences.before(sources, split);
        var used = new HashSet<String>();
        if (split != Split.TEST) {
            examples(Split.TEST, _ -> true).forEach(example -> used.add(example.input()));
        }
        if (split == Split.TRAIN) {
            examples(Split.VALIDATION, _ -> true).forEach(example -> used.add(example.input()));
        }
        var examples =
                examples(split, example -> !used.contains(example.input()) && !excluded.standsIn(example.target()));
        if (split != Split.TRAIN) {
            examples = merged(examples);
        }
        examples.sort(Comparator.comparingLong(example -> TrainingShare.key(example.input())));
        return examples;
    }

    // a signature that stands in several classes has several right answers
    private static List<Example> merged(List<Example> examples) {
        var byInput = new LinkedHashMap<String, List<String>>();
        for (Example example : examples) {
            byInput.computeIfAbsent(example.input(), _ -> new ArrayList<>()).add(example.target());
        }
        var merged = new ArrayList<Example>();
        byInput.forEach((input, targets) -> merged.add(new Example(input, targets, "")));
        return merged;
    }

    private List<Example> examples(Split split, Predicate<Example> wanted) {
        var examples = new LinkedHashSet<Example>();
        try (var classes = sources.mainDescriptions(name -> JdkSources.split(name) == split)) {
            for (var type = classes.next(); type != null; type = classes.next()) {
                for (var member : type.members()) {
                    var example = example(member);
                    if (example != null && wanted.test(example)) {
                        examples.add(example);
                    }
                }
            }
        }
        return new ArrayList<>(examples);
    }

    private static Example example(DocumentedClass.Member member) {
        if (member.main().isEmpty()) {
            return null;
        }
        String sentence = Sentences.of(member.main().getFirst()).getFirst();
        int words = sentence.split(" ").length;
        if (!sentence.endsWith(".") || words < FEWEST_WORDS || words > MOST_WORDS) {
            return null;
        }
        if (!VERB.matcher(sentence).lookingAt()) {
            return null;
        }
        var signature = MethodSignature.parse(member.declaration());
        if (signature == null || !explains(signature, sentence)) {
            return null;
        }
        return new Example(PREFIX + signature.spoken(), sentence);
    }

    private static boolean explains(MethodSignature signature, String sentence) {
        Set<String> known = new HashSet<>();
        for (String word : signature.words()) {
            String lower = word.toLowerCase(Locale.ROOT);
            known.add(lower);
            known.add(lower + "s");
            known.add(lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower);
        }
        return MethodSignature.wordsOf(sentence).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .allMatch(word -> known.contains(word) || COMMON_WORDS.contains(word));
    }
}
