package io.gatun.data.task;

import java.util.List;

/// Turns answers into classes, and scores them, as T5's `string_label_to_class_id`, `accuracy` and
/// `f1_score_with_invalid` do, but as fractions.
///
/// @param names the labels, in the order of their classes
public record Labels(List<String> names) {

    /// The class of an answer that is no label.
    public static final int INVALID = -1;

    /// Copies the names.
    public Labels {
        names = List.copyOf(names);
    }

    /// Returns the class of the label that `answer` is, white space at its ends aside, or [#INVALID].
    public int decode(String answer) {
        return names.indexOf(answer.strip());
    }

    /// Returns the share of equal classes; an invalid prediction is wrong.
    public static double accuracy(List<Integer> gold, List<Integer> predicted) {
        int right = 0;
        for (int i = 0; i < gold.size(); i++) {
            right += predicted.get(i) != INVALID && gold.get(i).equals(predicted.get(i)) ? 1 : 0;
        }
        return right / (double) gold.size();
    }

    /// Returns the F1 score of class 1 of two, with each invalid prediction taken as the opposite of the right
    /// class; 0 where there is nothing to find and nothing found.
    public static double f1(List<Integer> gold, List<Integer> predicted) {
        int hits = 0;
        int found = 0;
        int positive = 0;
        for (int i = 0; i < gold.size(); i++) {
            boolean isPositive = gold.get(i) == 1;
            boolean called = predicted.get(i) == INVALID ? !isPositive : predicted.get(i) == 1;
            hits += isPositive && called ? 1 : 0;
            found += called ? 1 : 0;
            positive += isPositive ? 1 : 0;
        }
        return found + positive == 0 ? 0 : 2.0 * hits / (found + positive);
    }
}
