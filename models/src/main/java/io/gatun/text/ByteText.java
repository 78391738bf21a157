package io.gatun.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte array that holds UTF-8.
final class ByteText {

    /// Stands for a lone surrogate: no UTF-8 has this byte, so that normalization turns it into one U+FFFD.
    private static final byte MALFORMED = (byte) 0xFF;

    private byte[] bytes;
    private int length;

    ByteText(int capacity) {
        bytes = new byte[Math.max(capacity, 16)];
    }

    /// The UTF-8 of `text`, a lone surrogate becoming one malformed byte.
    static ByteText of(String text) {
        ByteText out = new ByteText(text.length() + 16);
        out.append(text);
        return out;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void truncate(int newLength) {
        length = newLength;
    }

    void append(byte value) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = value;
    }

    void append(byte[] source, int from, int to) {
        int count = to - from;
        if (count > bytes.length - length) {
            grow(count);
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void append(String text) {
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (bytes.length - length < 4) {
                grow(chars - i + 4);
            }
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xC0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (!Character.isSurrogate(c)) {
                bytes[length++] = (byte) (0xE0 | (c >> 12));
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c) && i + 1 < chars && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[length++] = (byte) (0xF0 | (point >> 18));
                bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (point & 0x3F));
            } else {
                bytes[length++] = MALFORMED;
            }
        }
    }

    private void grow(int atLeast) {
        int wanted = Math.addExact(length, atLeast);
        int doubled = bytes.length <= Integer.MAX_VALUE / 2 ? 2 * bytes.length : wanted;
        bytes = Arrays.copyOf(bytes, Math.max(wanted, doubled));
    }

    boolean endsWith(byte[] suffix) {
        return length >= suffix.length
                && Arrays.equals(bytes, length - suffix.length, length, suffix, 0, suffix.length);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
