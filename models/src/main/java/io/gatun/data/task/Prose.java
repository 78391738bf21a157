package io.gatun.data.task;

import java.util.regex.Pattern;

/// Brings running text into the form in which models read it: on one line.
final class Prose {

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern PUNCTUATION = Pattern.compile("[^\\w\\s]", Pattern.UNICODE_CHARACTER_CLASS);

    private Prose() {}

    /// Makes single spaces of runs of white space, and none at the ends.
    static String of(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    /// Sets a space around each character that belongs to no word, as T5 does for SQuAD.
    static String padded(String text) {
        return of(PUNCTUATION.matcher(text).replaceAll(" $0 "));
    }
}
