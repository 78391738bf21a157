package io.gatun.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatun.data.Split;
import io.gatun.data.corpus.CorpusException;
import io.gatun.data.corpus.JdkCorpus;
import io.gatun.data.corpus.JdkSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Runs over the real sources of a JDK, because the promise that nothing leaks is about them.
class JavadocTasksTest {

    private static JdkSources sources;
    private static final Map<Split, List<Example>> MODULE = new HashMap<>();
    private static final Map<Split, List<Example>> SUMMARY = new HashMap<>();

    @BeforeAll
    static void read() {
        try {
            sources = JdkSources.find();
        } catch (CorpusException e) {
            assumeTrue(false, "no JDK with sources here: " + e.getMessage());
        }
        var module = new JavadocModuleTask(sources);
        var summary = new JavadocSummaryTask(sources);
        for (Split split : module.splits()) {
            MODULE.put(split, module.load(split));
            SUMMARY.put(split, summary.load(split));
        }
    }

    @Test
    void there_are_enough_examples_and_no_module_dominates() {
        assertThat(MODULE.get(Split.TRAIN)).hasSizeGreaterThan(10_000);
        assertThat(MODULE.get(Split.VALIDATION)).hasSizeGreaterThan(300);
        assertThat(MODULE.get(Split.TEST)).hasSizeGreaterThan(500);
        assertThat(Scores.baseline(new JavadocModuleTask(sources), MODULE.get(Split.TRAIN), MODULE.get(Split.TEST)))
                .isLessThan(0.2);
        assertThat(MODULE.get(Split.TEST).stream().map(Example::target).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(new JavadocModuleTask(sources).labels());
        assertThat(SUMMARY.get(Split.TRAIN)).hasSizeGreaterThan(3000);
        assertThat(SUMMARY.get(Split.VALIDATION)).hasSizeGreaterThan(100);
        assertThat(SUMMARY.get(Split.TEST)).hasSizeGreaterThan(300);
    }

    @Test
    void no_sentence_and_no_signature_is_in_two_splits() {
        for (var task : List.of(MODULE, SUMMARY)) {
            var sides = new HashMap<String, Split>();
            task.forEach((split, examples) -> examples.forEach(example -> {
                assertThat(sides.merge(normal(example.input()), split, (a, _) -> a))
                        .as(example.input())
                        .isEqualTo(split);
            }));
        }
        var sides = new HashMap<String, Split>();
        SUMMARY.forEach((split, examples) -> examples.forEach(example -> example.targets()
                .forEach(target -> assertThat(sides.merge(normal(target), split, (a, _) -> a))
                        .as(target)
                        .isEqualTo(split))));
    }

    @Test
    void pretraining_sees_no_text_and_no_target_of_validation_and_test() {
        // an independent search: every held-out sentence by its first words, in each line as it stands
        Map<String, List<String>> byBeginning = new HashMap<>();
        Set<String> whole = new HashSet<>();
        for (String sentence : heldOut()) {
            byBeginning
                    .computeIfAbsent(beginning(sentence, 0), _ -> new ArrayList<>())
                    .add(sentence);
            whole.add(normal(sentence));
        }
        int lines = 0;
        long characters = 0;
        try (var documents = new JdkCorpus(sources).documents()) {
            while (documents.hasNext()) {
                var document = documents.next();
                assertThat(JdkSources.split(document.name())).isEqualTo(Split.TRAIN);
                for (String line : document.lines()) {
                    lines++;
                    characters += line.length();
                    if (whole.contains(normal(line))) {
                        throw new AssertionError("a held-out sentence is a line of " + document.name() + ": " + line);
                    }
                    for (int at = 0; at >= 0; at = line.indexOf(' ', at + 1)) {
                        int word = at == 0 ? 0 : at + 1;
                        for (String sentence : byBeginning.getOrDefault(beginning(line, word), List.of())) {
                            if (line.startsWith(sentence, word)) {
                                throw new AssertionError(document.name() + " has the held-out sentence: " + sentence);
                            }
                        }
                    }
                }
            }
        }
        assertThat(lines).isGreaterThan(100_000);
        assertThat(characters).isBetween(15_000_000L, 30_000_000L);
    }

    @Test
    void signatures_are_spoken_in_words() {
        assertThat(MethodSignature.parse(
                                "public static <T extends A<B>> java.util.Map<K, V> getURLOf2(final int rowIndex, A.B<C>... x)")
                        .spoken())
                .isEqualTo("Map get url of 2 (int row index, A.B... x)");
        assertThat(MethodSignature.parse("protected JFrame()").spoken()).isEqualTo("JFrame ()");
        assertThat(MethodSignature.parse("int x")).isNull();
        assertThat(MethodSignature.parse("public class A")).isNull();
        assertThat(MethodSignature.parse("")).isNull();
    }

    @Test
    void a_split_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> new JavadocSummaryTask(sources).load(Split.GENERALIZATION))
                .isInstanceOf(TaskException.class);
        assertThatThrownBy(() -> new JavadocModuleTask(sources).load(Split.GENERALIZATION))
                .isInstanceOf(TaskException.class);
    }

    private static List<String> heldOut() {
        var sentences = new ArrayList<String>();
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            MODULE.get(split)
                    .forEach(example -> sentences.add(example.input().substring(JavadocModuleTask.PREFIX.length())));
            SUMMARY.get(split).forEach(example -> sentences.addAll(example.targets()));
        }
        return sentences;
    }

    private static String beginning(String text, int at) {
        return text.substring(at, Math.min(text.length(), at + 12));
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}]+", " ")
                .strip();
    }
}
