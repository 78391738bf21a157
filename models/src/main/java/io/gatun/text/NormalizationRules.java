package io.gatun.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes the replacement rules of a new model from the Unicode data of the running JDK.
///
/// The rules are those of SentencePiece's `nmt_nfkc`: compatibility composition (NFKC), also of sequences that
/// are not in canonical form; what looks like a space becomes one; control characters go; the full-width tilde
/// stays. They are a table and not an algorithm: they hold for every sequence of characters that composes to
/// or decomposes from one character, not for arbitrary piles of accents in the wrong order.
///
/// Source: `builder.cc` of google/sentencepiece, `BuildNmtNFKCMap`.
final class NormalizationRules {

    private static final int[] SPACES = {
        '\t', '\n', '\f', '\r', 0x1680, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD
    };
    private static final int[] REMOVED = {0x0B, 0x7F, 0x8F, 0x9F};
    private static final int FULLWIDTH_TILDE = 0xFF5E;

    private NormalizationRules() {}

    /// What the rules of [#nmtNfkc()] are called in a model: like SentencePiece's, of which they differ in as
    /// far as the Unicode versions do.
    static String nmtNfkcName() {
        return "nmt_nfkc_jdk" + Runtime.version().feature();
    }

    /// The rules: what to replace by what.
    static Map<String, String> nmtNfkc() {
        Map<String, String> rules = nfkc();
        for (int c = 1; c < ' '; c++) {
            rules.put(Character.toString(c), "");
        }
        for (int c : REMOVED) {
            rules.put(Character.toString(c), "");
        }
        for (int c : SPACES) {
            rules.put(Character.toString(c), " ");
        }
        rules.remove(Character.toString(FULLWIDTH_TILDE));
        return withoutRedundant(rules);
    }

    private static Map<String, String> nfkc() {
        Map<String, String> rules = new HashMap<>();
        // from a fully decomposed character to those that decompose to it alone
        Map<Integer, List<Integer>> sources = new HashMap<>();
        Set<String> decomposed = new HashSet<>();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (!isNormalizable(c)) {
                continue;
            }
            String text = Character.toString(c);
            String composed = Normalizer.normalize(text, Form.NFKC);
            if (!composed.equals(text)) {
                rules.put(text, composed);
            }
            String parts = Normalizer.normalize(text, Form.NFKD);
            if (parts.codePointCount(0, parts.length()) > 1) {
                decomposed.add(parts);
            } else if (!parts.equals(text)) {
                sources.computeIfAbsent(parts.codePointAt(0), _ -> new ArrayList<>())
                        .add(c);
            }
        }
        for (String parts : decomposed) {
            String composed = Normalizer.normalize(parts, Form.NFC);
            if (!composed.equals(parts)) {
                for (String variant : variants(parts, sources)) {
                    if (!variant.equals(composed)) {
                        rules.put(variant, composed);
                    }
                }
            }
        }
        return rules;
    }

    private static boolean isNormalizable(int c) {
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED, Character.SURROGATE, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    /// All sequences whose characters decompose to those of `parts`.
    private static List<String> variants(String parts, Map<Integer, List<Integer>> sources) {
        List<String> all = List.of("");
        for (int part : parts.codePoints().toArray()) {
            List<String> longer = new ArrayList<>();
            for (String start : all) {
                longer.add(start + Character.toString(part));
                for (int source : sources.getOrDefault(part, List.of())) {
                    longer.add(start + Character.toString(source));
                }
            }
            all = longer;
        }
        return all;
    }

    /// Leaves out rules for sequences that the rules for shorter ones give already.
    private static Map<String, String> withoutRedundant(Map<String, String> rules) {
        TreeMap<Integer, List<String>> byLength = new TreeMap<>();
        for (String key : rules.keySet()) {
            byLength.computeIfAbsent(key.codePointCount(0, key.length()), _ -> new ArrayList<>())
                    .add(key);
        }
        Map<String, String> kept = new HashMap<>(2 * rules.size());
        byLength.forEach((length, keys) -> {
            List<String> needed = keys.stream()
                    .filter(key -> length == 1 || !rules.get(key).equals(apply(kept, key, length - 1)))
                    .toList();
            needed.forEach(key -> kept.put(key, rules.get(key)));
        });
        return kept;
    }

    /// What `rules` with keys of at most `longest` characters make of `text`.
    private static String apply(Map<String, String> rules, String text, int longest) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int available = text.codePointCount(at, text.length());
            String value = null;
            int end = at;
            for (int length = Math.min(longest, available); length > 0 && value == null; length--) {
                end = text.offsetByCodePoints(at, length);
                value = rules.get(text.substring(at, end));
            }
            if (value == null) {
                out.append(text, at, end);
            } else {
                out.append(value);
            }
            at = end;
        }
        return out.toString();
    }
}
