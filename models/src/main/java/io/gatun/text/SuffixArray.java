package io.gatun.text;

import java.util.Arrays;

/// The suffixes of the segments of a text, each cut to a number of characters, in lexicographic order.
///
/// Built by prefix doubling: once sorted by `h` characters, ranks give the order by `2 h`, with a radix sort
/// per round; so `O(n log depth)`. Pieces are short, so full suffixes need not be told apart.
///
/// Source: U. Manber, G. Myers, "Suffix arrays: a new method for on-line string searches", SIAM Journal on
/// Computing 22(5), 1993.
final class SuffixArray {

    private final int[] text;
    private final int[] remaining;
    private final int depth;
    private final int[] order;

    /// @param text characters as numbers from 0 on
    /// @param remaining how many characters of its segment begin at each place
    /// @param depth how many characters of a suffix count; a power of two
    SuffixArray(int[] text, int[] remaining, int depth) {
        this.text = text;
        this.remaining = remaining;
        this.depth = depth;
        this.order = sort();
    }

    private int[] sort() {
        int n = text.length;
        int[] byRank = new int[n];
        int[] ranks = text.clone();
        int rankCount = 0;
        for (int rank : ranks) {
            rankCount = Math.max(rankCount, rank + 1);
        }
        int[] scratch = new int[n];
        for (int i = 0; i < n; i++) {
            scratch[i] = i;
        }
        int[] buckets = new int[Math.max(n, rankCount) + 2];
        radixPass(scratch, byRank, ranks, buckets);
        int[] second = new int[n];
        for (int h = 1; h < depth; h *= 2) {
            for (int i = 0; i < n; i++) {
                // a segment that ends here comes before all that go on
                second[i] = remaining[i] > h ? ranks[i + h] + 1 : 0;
            }
            radixPass(byRank, scratch, second, buckets);
            radixPass(scratch, byRank, ranks, buckets);
            int rank = -1;
            for (int i = 0; i < n; i++) {
                int here = byRank[i];
                int before = i == 0 ? -1 : byRank[i - 1];
                if (i == 0 || ranks[here] != ranks[before] || second[here] != second[before]) {
                    rank++;
                }
                scratch[here] = rank;
            }
            int[] swap = ranks;
            ranks = scratch;
            scratch = swap;
        }
        return byRank;
    }

    /// Sorts `from` by `keys` into `to`, keeping the order of equals.
    private static void radixPass(int[] from, int[] to, int[] keys, int[] buckets) {
        Arrays.fill(buckets, 0);
        for (int i : from) {
            buckets[keys[i] + 1]++;
        }
        for (int i = 1; i < buckets.length; i++) {
            buckets[i] += buckets[i - 1];
        }
        for (int i : from) {
            to[buckets[keys[i]]++] = i;
        }
    }

    /// The places where the suffixes begin, in their order.
    int[] order() {
        return order;
    }

    /// How many characters of the suffix at place `position` count.
    int length(int position) {
        return Math.min(depth, remaining[position]);
    }

    /// How many characters the suffixes number `i - 1` and `i` have in common.
    int common(int i) {
        int a = order[i - 1];
        int b = order[i];
        int limit = Math.min(length(a), length(b));
        int common = 0;
        while (common < limit && text[a + common] == text[b + common]) {
            common++;
        }
        return common;
    }
}
