package io.gatun.text;

import java.nio.charset.StandardCharsets;

/// UTF-8 in byte arrays, judged by the rules of SentencePiece: no overlong forms, no surrogates.
final class Utf8 {

    /// The mark of a space in a piece, U+2581.
    static final String SPACE = "\u2581";

    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};

    private Utf8() {}

    /// The length of the well-formed character at `at`, or 0 if there is none.
    static int charLength(byte[] text, int at, int end) {
        int lead = text[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > end) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((text[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = text[at + 1] & 0xFF;
        boolean refused = switch (lead) {
            case 0xE0 -> second < 0xA0;
            case 0xED -> second >= 0xA0;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second >= 0x90;
            default -> false;
        };
        return refused ? 0 : length;
    }

    /// The length that the first byte of a character promises.
    static int leadLength(byte lead) {
        int value = lead & 0xFF;
        return value < 0xC0 ? 1 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }

    static boolean isValid(byte[] text, int from, int to) {
        for (int at = from; at < to; ) {
            int length = charLength(text, at, to);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /// Appends `text` with U+FFFD for each byte that is not part of a character.
    static void appendRepaired(ByteText out, byte[] text, int length) {
        for (int at = 0; at < length; ) {
            int size = charLength(text, at, length);
            if (size == 0) {
                out.append(REPLACEMENT, 0, REPLACEMENT.length);
                at++;
            } else {
                out.append(text, at, at + size);
                at += size;
            }
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
