package io.gatun.text;

import java.util.Arrays;
import java.util.Collection;

/// Applies a [NormalizerSpec] to text, byte for byte as SentencePiece does.
///
/// At each place the longest rule that matches is applied; where none does, one character is copied, and a
/// byte that belongs to no character becomes U+FFFD. User-defined pieces are copied untouched, before any rule
/// is looked for.
final class TextNormalizer {

    private static final byte[] ESCAPED_SPACE = Utf8.bytes(Utf8.SPACE);
    private static final byte[] PLAIN_SPACE = {' '};
    private static final byte[] REPLACEMENT = Utf8.bytes("\uFFFD");

    private final CharsMap rules;
    private final DoubleArray userDefined;
    private final boolean addDummyPrefix;
    private final boolean removeExtraWhitespaces;
    private final boolean suffix;
    private final byte[] space;
    private final boolean[] plain = new boolean[128];

    /// @param rules the rules, or null for none
    /// @param userDefined pieces that no rule may touch
    /// @param suffix whether the mark of a space stands behind the word
    TextNormalizer(NormalizerSpec spec, CharsMap rules, Collection<String> userDefined, boolean suffix) {
        this.rules = rules;
        this.userDefined = userDefined.isEmpty() ? null : matcher(userDefined);
        this.addDummyPrefix = spec.addDummyPrefix();
        this.removeExtraWhitespaces = spec.removeExtraWhitespaces();
        this.suffix = suffix;
        this.space = spec.escapeWhitespaces() ? ESCAPED_SPACE : PLAIN_SPACE;
        for (int c = 0; c < plain.length; c++) {
            plain[c] = isPlain(rules == null ? null : rules.trie(), c) && isPlain(this.userDefined, c);
        }
    }

    private static boolean isPlain(DoubleArray trie, int ascii) {
        return trie == null || trie.noKeyStartsWithAscii(ascii);
    }

    private static DoubleArray matcher(Collection<String> words) {
        byte[][] keys =
                words.stream().map(Utf8::bytes).sorted(Arrays::compareUnsigned).toArray(byte[][]::new);
        return DoubleArrayBuilder.build(keys, new int[keys.length]);
    }

    /// What one step at one place gives: `source[from, to)`, for `consumed` bytes of the input.
    private static final class Step {
        byte[] source;
        int from;
        int to;
        int consumed;

        boolean isSpace() {
            return to - from == 1 && source[from] == ' ';
        }

        private void set(byte[] newSource, int newFrom, int newTo, int newConsumed) {
            source = newSource;
            from = newFrom;
            to = newTo;
            consumed = newConsumed;
        }
    }

    /// The normal form of `text[0, length)`.
    ByteText normalize(byte[] text, int length) {
        Step step = new Step();
        int at = 0;
        if (removeExtraWhitespaces) {
            while (at < length) {
                step(text, at, length, step);
                if (!step.isSpace()) {
                    break;
                }
                at += step.consumed;
            }
        }
        ByteText out = new ByteText(length + length / 2 + 16);
        if (at == length) {
            return out;
        }
        if (!suffix && addDummyPrefix) {
            appendSpace(out);
        }
        copy(text, at, length, out);
        if (removeExtraWhitespaces) {
            while (out.endsWith(space)) {
                out.truncate(out.length() - space.length);
            }
        }
        if (suffix && addDummyPrefix) {
            appendSpace(out);
        }
        return out;
    }

    private void copy(byte[] text, int from, int length, ByteText out) {
        Step step = new Step();
        boolean afterSpace = removeExtraWhitespaces;
        int at = from;
        while (at < length) {
            byte b = text[at];
            if (b >= 0 && plain[b] && (at + 1 == length || text[at + 1] >= 0)) {
                at++;
                if (b != ' ') {
                    out.append(b);
                    afterSpace = false;
                } else if (!afterSpace) {
                    appendSpace(out);
                    afterSpace = removeExtraWhitespaces;
                }
                continue;
            }
            step(text, at, length, step);
            at += step.consumed;
            int i = step.from;
            while (afterSpace && i < step.to && step.source[i] == ' ') {
                i++;
            }
            if (i < step.to) {
                appendEscaped(out, step.source, i, step.to);
                afterSpace = removeExtraWhitespaces && step.source[step.to - 1] == ' ';
            }
        }
    }

    private void appendEscaped(ByteText out, byte[] source, int from, int to) {
        for (int i = from; i < to; i++) {
            if (source[i] == ' ') {
                appendSpace(out);
            } else {
                out.append(source[i]);
            }
        }
    }

    private void appendSpace(ByteText out) {
        out.append(space, 0, space.length);
    }

    private void step(byte[] text, int at, int length, Step step) {
        if (userDefined != null) {
            int matched = (int) (userDefined.longestPrefix(text, at, length) >>> 32);
            if (matched > 0) {
                step.set(text, at, at + matched, matched);
                return;
            }
        }
        if (rules != null) {
            long found = rules.trie().longestPrefix(text, at, length);
            if (found != 0) {
                int value = (int) found;
                step.set(rules.replacements(), value, rules.end(value), (int) (found >>> 32));
                return;
            }
        }
        int size = Utf8.charLength(text, at, length);
        if (size == 0) {
            step.set(REPLACEMENT, 0, REPLACEMENT.length, 1);
        } else {
            step.set(text, at, at + size, size);
        }
    }
}
