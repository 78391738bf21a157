package io.gatun.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DoubleArrayTest {

    private static DoubleArray build(SortedMap<byte[], Integer> keys) {
        return DoubleArrayBuilder.build(
                keys.keySet().toArray(byte[][]::new),
                keys.values().stream().mapToInt(Integer::intValue).toArray());
    }

    private static byte[] random(Random random, int letters) {
        byte[] key = new byte[1 + random.nextInt(8)];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (1 + random.nextInt(letters));
        }
        return key;
    }

    /// The answer by looking every prefix up.
    private static long longestPrefix(SortedMap<byte[], Integer> keys, byte[] text) {
        for (int length = text.length; length > 0; length--) {
            Integer value = keys.get(Arrays.copyOf(text, length));
            if (value != null) {
                return (long) length << 32 | value;
            }
        }
        return 0;
    }

    @Test
    void finds_the_longest_key_and_nothing_else() {
        Random random = new Random(5);
        for (int letters : new int[] {2, 20, 255}) {
            for (int size : new int[] {1, 10, 5000}) {
                SortedMap<byte[], Integer> keys = new TreeMap<>(Arrays::compareUnsigned);
                for (int i = 0; i < size; i++) {
                    // few values, so that subtrees are alike and shared
                    keys.put(random(random, letters), random.nextInt(letters == 20 ? 3 : 100_000));
                }
                DoubleArray trie = build(keys);

                assertThat(trie.damage(_ -> true)).isNull();
                for (byte[] key : keys.keySet()) {
                    assertThat(trie.longestPrefix(key, 0, key.length)).isEqualTo(longestPrefix(keys, key));
                }
                for (int i = 0; i < 20_000; i++) {
                    byte[] text = new byte[6];
                    random.nextBytes(text);
                    for (int j = 0; j < text.length; j++) {
                        // NUL too, which no key has
                        text[j] = letters == 255 ? text[j] : (byte) ((text[j] & 0xFF) % (letters + 2));
                    }
                    assertThat(trie.longestPrefix(text, 0, text.length)).isEqualTo(longestPrefix(keys, text));
                }
            }
        }
    }

    @Test
    void knows_with_which_ascii_text_no_key_begins() {
        SortedMap<byte[], Integer> keys = new TreeMap<>(Arrays::compareUnsigned);
        keys.put(new byte[] {'x'}, 1);
        keys.put(new byte[] {'y', 'z'}, 2);
        keys.put(new byte[] {'a', (byte) 0xCC, (byte) 0x81}, 3);
        DoubleArray trie = build(keys);

        assertThat(trie.noKeyStartsWithAscii('x')).isFalse();
        assertThat(trie.noKeyStartsWithAscii('y')).isFalse();
        assertThat(trie.noKeyStartsWithAscii('a')).isTrue();
        assertThat(trie.noKeyStartsWithAscii('b')).isTrue();
    }

    @Test
    void keys_must_be_sorted_and_without_nul() {
        byte[] a = {'a'};
        byte[] b = {'b'};

        assertThatThrownBy(() -> DoubleArrayBuilder.build(new byte[][] {b, a}, new int[2]))
                .hasMessageContaining("sorted");
        assertThatThrownBy(() -> DoubleArrayBuilder.build(new byte[][] {a, a}, new int[2]))
                .hasMessageContaining("distinct");
        assertThatThrownBy(() -> DoubleArrayBuilder.build(new byte[][] {{'a', 0}}, new int[1]))
                .hasMessageContaining("NUL");
    }
}
