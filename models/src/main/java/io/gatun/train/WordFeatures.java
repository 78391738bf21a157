package io.gatun.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Which words and which pairs of neighbouring words a text has, as numbers from 0 to [#BUCKETS].
final class WordFeatures {

    /// How many numbers there are; two features that share one are rare, and nobody minds.
    static final int BUCKETS = 1 << 17;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}']+|[^\\s\\p{L}\\p{N}]");
    private static final long PRIME = 0x100000001b3L;
    private static final long OFFSET = 0xcbf29ce484222325L;

    private WordFeatures() {}

    /// Returns a text's features, each once, sorted; at least one, that all texts have.
    static int[] of(String text) {
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        IntStream.Builder features = IntStream.builder();
        long before = OFFSET;
        features.add(bucket(before));
        while (words.find()) {
            long word = hash(OFFSET, words.group());
            features.add(bucket(word));
            features.add(bucket(hash(before * PRIME, words.group())));
            before = word;
        }
        return Arrays.stream(features.build().toArray()).sorted().distinct().toArray();
    }

    /// FNV-1a of the characters, beginning with `seed`.
    private static long hash(long seed, String word) {
        long hash = seed;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * PRIME;
        }
        return hash;
    }

    private static int bucket(long hash) {
        long mixed = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L;
        return (int) (mixed >>> 32) & BUCKETS - 1;
    }
}
