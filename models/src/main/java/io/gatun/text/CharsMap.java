package io.gatun.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// The compiled replacement rules of a model, its `precompiled_charsmap`.
///
/// The blob is the size of the trie in bytes (32 bits, little-endian), the trie, and the replacements as
/// strings that end with NUL. The value of a key is where its replacement begins.
final class CharsMap {

    private final DoubleArray trie;
    private final byte[] replacements;

    private CharsMap(DoubleArray trie, byte[] replacements) {
        this.trie = trie;
        this.replacements = replacements;
    }

    /// Reads a blob.
    ///
    /// @param source what to call the model file in error messages
    /// @param where what to call the place of the blob
    /// @throws ModelFormatException if it is damaged
    static CharsMap parse(String source, String where, byte[] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < Integer.BYTES) {
            throw new ModelFormatException(source, where, "it has only " + blob.length + " bytes");
        }
        long size = Integer.toUnsignedLong(in.getInt());
        if (size == 0 || size % Integer.BYTES != 0 || size > in.remaining()) {
            throw new ModelFormatException(
                    source,
                    where,
                    "its trie is said to have " + size + " bytes of the " + in.remaining() + " there are");
        }
        int[] units = new int[(int) size / Integer.BYTES];
        in.asIntBuffer().get(units);
        byte[] replacements = new byte[in.remaining() - (int) size];
        in.position(in.position() + (int) size).get(replacements);
        CharsMap map = new CharsMap(new DoubleArray(units), replacements);
        String damage = map.trie.damage(map::isReplacement);
        if (damage != null) {
            throw new ModelFormatException(source, where, damage);
        }
        return map;
    }

    private boolean isReplacement(int value) {
        return value < replacements.length
                && end(value) < replacements.length
                && Utf8.isValid(replacements, value, end(value));
    }

    /// Compiles rules into a blob.
    ///
    /// @param rules what to replace by what; no key may be empty
    static byte[] compile(Map<String, String> rules) {
        ByteText replacements = new ByteText(1 << 16);
        Map<String, Integer> places = new TreeMap<>();
        TreeMap<byte[], Integer> sorted = new TreeMap<>(Arrays::compareUnsigned);
        rules.forEach((from, to) -> sorted.put(Utf8.bytes(from), places.computeIfAbsent(to, text -> {
            int place = replacements.length();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            replacements.append(bytes, 0, bytes.length);
            replacements.append((byte) 0);
            return place;
        })));
        byte[][] keys = sorted.keySet().toArray(byte[][]::new);
        int[] values = sorted.values().stream().mapToInt(Integer::intValue).toArray();
        int[] units = DoubleArrayBuilder.build(keys, values).units();
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * (units.length + 1) + replacements.length())
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(Integer.BYTES * units.length);
        for (int unit : units) {
            out.putInt(unit);
        }
        out.put(replacements.array(), 0, replacements.length());
        return out.array();
    }

    DoubleArray trie() {
        return trie;
    }

    byte[] replacements() {
        return replacements;
    }

    /// Where the replacement that begins at `value` ends.
    int end(int value) {
        int at = value;
        while (at < replacements.length && replacements[at] != 0) {
            at++;
        }
        return at;
    }
}
