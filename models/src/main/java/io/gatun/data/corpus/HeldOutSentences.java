package io.gatun.data.corpus;

import io.gatun.data.Split;
import java.util.Arrays;
import java.util.function.Predicate;

/// The sentences in the main descriptions of the classes that are kept for validation and test.
///
/// Two sentences are the same if their letters and digits are, whatever their case and punctuation. A sentence
/// of one or two words is not held: it says too little to be an example.
public final class HeldOutSentences {

    /// The least number of words of a sentence that is held.
    public static final int SHORTEST = 3;

    // a tree of words: an edge's key mixes the node it leaves and the word on it, its value is the node it reaches
    private long[] keys = new long[1 << 16];
    private int[] children = new int[1 << 16];
    private int nodes = 1;
    // by node: whether a sentence ends there
    private boolean[] ends = new boolean[1 << 16];

    private HeldOutSentences() {}

    /// Reads the sentences of all classes of a JDK's sources that belong to the splits `wanted`.
    ///
    /// @throws CorpusException if the archive is damaged
    public static HeldOutSentences of(JdkSources sources, Predicate<Split> wanted) {
        var held = new HeldOutSentences();
        Predicate<Split> kept = split -> split != Split.TRAIN && wanted.test(split);
        try (var classes = sources.mainDescriptions(name -> kept.test(JdkSources.split(name)))) {
            for (var type = classes.next(); type != null; type = classes.next()) {
                for (var member : type.members()) {
                    for (String paragraph : member.main()) {
                        Sentences.of(paragraph).forEach(held::add);
                    }
                }
            }
        }
        return held;
    }

    /// Reads the sentences that a split must not have: for training data those of validation and test, for
    /// validation data those of the test, for the test none.
    ///
    /// @throws CorpusException if the archive is damaged
    public static HeldOutSentences before(JdkSources sources, Split split) {
        return of(sources, other -> other.compareTo(split) > 0);
    }

    /// Says whether a held sentence stands anywhere in `text`: alone, or as the end of a longer one.
    public boolean standsIn(String text) {
        var words = new Words(text);
        for (int start = 0; start < words.count; start++) {
            int node = 0;
            for (int i = start; i < words.count; i++) {
                node = child(node, words.hashes[i]);
                if (node == 0) {
                    break;
                }
                if (ends[node] && words.closes[i]) {
                    return true;
                }
            }
        }
        return false;
    }

    private void add(String sentence) {
        var words = new Words(sentence);
        if (words.count < SHORTEST) {
            return;
        }
        int node = 0;
        for (int i = 0; i < words.count; i++) {
            node = grow(node, words.hashes[i]);
        }
        ends[node] = true;
    }

    private int child(int node, long word) {
        long key = key(node, word);
        for (int slot = slot(key, keys.length); ; slot = (slot + 1) & (keys.length - 1)) {
            if (keys[slot] == key) {
                return children[slot];
            }
            if (keys[slot] == 0) {
                return 0;
            }
        }
    }

    private int grow(int node, long word) {
        int found = child(node, word);
        if (found != 0) {
            return found;
        }
        if (nodes * 2 >= keys.length) {
            rehash();
        }
        if (nodes == ends.length) {
            ends = Arrays.copyOf(ends, nodes * 2);
        }
        put(keys, children, key(node, word), nodes);
        return nodes++;
    }

    private void rehash() {
        var newKeys = new long[keys.length * 2];
        var newChildren = new int[newKeys.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                put(newKeys, newChildren, keys[i], children[i]);
            }
        }
        keys = newKeys;
        children = newChildren;
    }

    private static void put(long[] keys, int[] children, long key, int child) {
        int slot = slot(key, keys.length);
        while (keys[slot] != 0) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        children[slot] = child;
    }

    private static long key(int node, long word) {
        long key = (word + node * 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        key ^= key >>> 29;
        return key == 0 ? 1 : key;
    }

    private static int slot(long key, int capacity) {
        return (int) ((key ^ (key >>> 32)) & (capacity - 1));
    }

    /// The words of a text, hashed, and after which of them a sentence may end.
    private static final class Words {

        long[] hashes = new long[32];
        boolean[] closes = new boolean[32];
        int count;

        Words(String text) {
            long hash = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isLetterOrDigit(c)) {
                    hash = (hash + Character.toLowerCase(c) + 1) * 0x100000001b3L;
                    hash ^= hash >>> 31;
                } else {
                    if (hash != 0) {
                        push(hash);
                        hash = 0;
                    }
                    if (count > 0 && (c == '.' || c == '!' || c == '?')) {
                        closes[count - 1] = true;
                    }
                }
            }
            if (hash != 0) {
                push(hash);
            }
            if (count > 0) {
                closes[count - 1] = true;
            }
        }

        private void push(long hash) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, count * 2);
                closes = Arrays.copyOf(closes, count * 2);
            }
            hashes[count++] = hash;
        }
    }
}
