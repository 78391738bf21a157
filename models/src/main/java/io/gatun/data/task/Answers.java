package io.gatun.data.task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Pattern;

/// Compares answers in free text with the right ones.
final class Answers {

    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Answers() {}

    /// Returns 1 if the answer equals a target, white space at the ends aside, else 0.
    static double stripped(List<String> targets, String answer) {
        return best(targets, answer, (target, given) -> target.strip().equals(given.strip()) ? 1 : 0);
    }

    /// Returns 1 if the answer equals a target after SQuAD's normalization, else 0.
    static double bestExact(List<String> targets, String answer) {
        return best(targets, answer, (target, given) -> normalized(target).equals(normalized(given)) ? 1 : 0);
    }

    /// Returns the greatest F1 of the words of the answer and those of a target, after SQuAD's normalization.
    static double bestF1(List<String> targets, String answer) {
        return best(targets, answer, Answers::f1);
    }

    /// Lower case, no ASCII punctuation, no articles, single spaces: SQuAD's `normalize_answer`.
    static String normalized(String answer) {
        String bare = PUNCTUATION.matcher(answer.toLowerCase(Locale.ROOT)).replaceAll("");
        return SPACES.matcher(ARTICLES.matcher(bare).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }

    private static double best(List<String> targets, String answer, ToDoubleBiFunction<String, String> score) {
        return targets.stream()
                .mapToDouble(target -> score.applyAsDouble(target, answer))
                .max()
                .orElseThrow();
    }

    private static double f1(String target, String answer) {
        List<String> wanted = words(target);
        List<String> given = words(answer);
        Map<String, Integer> open = new HashMap<>();
        wanted.forEach(word -> open.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : given) {
            if (open.merge(word, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return common == 0 ? 0 : 2.0 * common / (wanted.size() + given.size());
    }

    private static List<String> words(String answer) {
        String normal = normalized(answer);
        return normal.isEmpty() ? List.of() : Arrays.asList(normal.split(" "));
    }
}
