package io.gatun.data.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Cuts English paragraphs into sentences.
public final class Sentences {

    private static final Set<String> ABBREVIATIONS = Set.of(
            "e.g", "i.e", "etc", "vs", "cf", "fig", "no", "vol", "sec", "ch", "approx", "resp", "incl", "al", "mr",
            "dr", "inc", "ie", "eg", "pp", "ex");

    private Sentences() {}

    /// Returns the sentences of a paragraph: each ends with a full stop, question mark or exclamation mark (and
    /// any closing quotes and parentheses) before a space and something other than a small letter, or with the
    /// paragraph.
    public static List<String> of(String paragraph) {
        var sentences = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < paragraph.length(); i++) {
            if (endsAt(paragraph, start, i)) {
                int end = i + 1;
                while (end < paragraph.length() && ")\"'\u201D\u2019]".indexOf(paragraph.charAt(end)) >= 0) {
                    end++;
                }
                add(sentences, paragraph.substring(start, end));
                start = end;
                i = end - 1;
            }
        }
        add(sentences, paragraph.substring(start));
        return sentences;
    }

    private static void add(List<String> sentences, String text) {
        String sentence = text.strip();
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
    }

    private static boolean endsAt(String text, int start, int at) {
        char c = text.charAt(at);
        if (c != '.' && c != '!' && c != '?') {
            return false;
        }
        int next = at + 1;
        while (next < text.length() && ")\"'\u201D\u2019]".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (next == text.length()) {
            return true;
        }
        if (text.charAt(next) != ' ') {
            return false;
        }
        boolean small = next + 1 < text.length() && Character.isLowerCase(text.charAt(next + 1));
        return !small && !(c == '.' && isAbbreviation(text, start, at));
    }

    private static boolean isAbbreviation(String text, int start, int dot) {
        int word = dot;
        while (word > start && text.charAt(word - 1) != ' ' && text.charAt(word - 1) != '(') {
            word--;
        }
        String before = text.substring(word, dot);
        boolean initial = before.length() == 1 && Character.isUpperCase(before.charAt(0));
        return initial || ABBREVIATIONS.contains(before.toLowerCase(Locale.ROOT));
    }
}
