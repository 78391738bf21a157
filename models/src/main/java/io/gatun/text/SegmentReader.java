package io.gatun.text;

import java.lang.Character.UnicodeScript;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Cuts a corpus into the segments within which pieces are looked for, and counts them.
///
/// No piece goes across the beginning of a word or a change of script; so each distinct segment is looked at
/// once, with its count. A mark of a space belongs to the segment behind it, whatever its script.
///
/// Source of the rules: `trainer_interface.cc` of google/sentencepiece, `IsValidSentencePiece`, with the
/// default flags `split_by_whitespace`, `split_by_unicode_script` and `split_by_number`.
final class SegmentReader {

    private static final int SPACE = Utf8.SPACE.charAt(0);
    private static final int PROLONGED_SOUND = 0x30FC;

    private final TextNormalizer normalizer;
    private final SegmentCounts counts = new SegmentCounts();

    SegmentReader(TextNormalizer normalizer) {
        this.normalizer = normalizer;
    }

    void add(String sentence) {
        ByteText raw = ByteText.of(sentence);
        ByteText text = normalizer.normalize(raw.array(), raw.length());
        byte[] bytes = text.array();
        UnicodeScript script = null;
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            int c = codePoint(bytes, at);
            UnicodeScript own = c == SPACE ? null : scriptOf(c, script);
            boolean changes = script != null && own != null && own != script;
            if (at > from && (c == SPACE || changes)) {
                counts.add(bytes, from, at, 1);
                from = at;
            }
            script = own;
            at += Utf8.leadLength(bytes[at]);
        }
        if (from < text.length()) {
            counts.add(bytes, from, text.length(), 1);
        }
    }

    private static UnicodeScript scriptOf(int c, UnicodeScript before) {
        if (c < 0x80) {
            return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? UnicodeScript.LATIN : UnicodeScript.COMMON;
        }
        if (c == PROLONGED_SOUND) {
            return UnicodeScript.HAN;
        }
        UnicodeScript script = UnicodeScript.of(c);
        return switch (script) {
            // Japanese words mix them
            case HIRAGANA, KATAKANA -> UnicodeScript.HAN;
            case INHERITED -> before;
            case UNKNOWN -> UnicodeScript.COMMON;
            default -> script;
        };
    }

    /// The character that begins at `at`, in valid UTF-8.
    static int codePoint(byte[] text, int at) {
        int lead = text[at];
        if (lead >= 0) {
            return lead;
        }
        int length = Utf8.leadLength(text[at]);
        int value = lead & (0x7F >> length);
        for (int i = 1; i < length; i++) {
            value = (value << 6) | (text[at + i] & 0x3F);
        }
        return value;
    }

    /// The segments as far as they consist of characters that are to have pieces, and these characters.
    ///
    /// @param coverage the share of the characters' occurrences that must be covered
    TrainingText finish(double coverage) {
        Map<Integer, Long> frequencies = new HashMap<>();
        long total = 0;
        for (int s = 0; s < counts.size(); s++) {
            for (int at = counts.start(s); at < counts.end(s); at += Utf8.leadLength(counts.text()[at])) {
                frequencies.merge(codePoint(counts.text(), at), counts.count(s), Long::sum);
                total += counts.count(s);
            }
        }
        // NUL cannot stand in a piece, since the double array ends its keys with it
        frequencies.remove(0);
        List<Integer> byFrequency = frequencies.keySet().stream()
                .sorted(Comparator.<Integer, Long>comparing(frequencies::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        long covered = 0;
        int needed = 0;
        while (needed < byFrequency.size() && covered < coverage * total) {
            covered += frequencies.get(byFrequency.get(needed++));
        }
        List<Integer> alphabet = byFrequency.subList(0, needed);
        return new TrainingText(withOnly(new HashSet<>(alphabet)).sorted(), alphabet, frequencies);
    }

    private SegmentCounts withOnly(Set<Integer> alphabet) {
        SegmentCounts kept = new SegmentCounts();
        byte[] text = counts.text();
        for (int s = 0; s < counts.size(); s++) {
            int from = counts.start(s);
            for (int at = from; at < counts.end(s); ) {
                int next = at + Utf8.leadLength(text[at]);
                if (!alphabet.contains(codePoint(text, at))) {
                    if (at > from) {
                        kept.add(text, from, at, counts.count(s));
                    }
                    from = next;
                }
                at = next;
            }
            if (from < counts.end(s)) {
                kept.add(text, from, counts.end(s), counts.count(s));
            }
        }
        return kept;
    }
}
