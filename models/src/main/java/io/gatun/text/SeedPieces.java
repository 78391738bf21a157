package io.gatun.text;

import java.util.Arrays;

/// Finds the frequent substrings that training starts from.
///
/// They are the inner nodes of the suffix tree: substrings that are followed by more than one thing. Any other
/// substring occurs only within a longer one that is as frequent.
final class SeedPieces {

    /// The longest piece, in characters; a power of two.
    static final int MAX_LENGTH = 16;

    private final SegmentCounts segments;
    private int[] places;
    private int[] lengths;
    private long[] scores;
    private int size;

    // for each character of all segments: its number in the alphabet, where its bytes begin, what is left of it
    private int[] characters;
    private int[] offsets;
    private int[] remaining;
    private long[] weights;

    private SeedPieces(SegmentCounts segments) {
        this.segments = segments;
        this.places = new int[1 << 12];
        this.lengths = new int[1 << 12];
        this.scores = new long[1 << 12];
    }

    /// The single characters of the text and up to `limit` substrings, with log probabilities after their
    /// frequency times their length.
    static PieceTable find(TrainingText text, int limit) {
        SeedPieces seeds = new SeedPieces(text.segments());
        seeds.readCharacters();
        seeds.collect(new SuffixArray(seeds.characters, seeds.remaining, MAX_LENGTH));
        return seeds.table(text, limit);
    }

    private void readCharacters() {
        byte[] bytes = segments.text();
        int total = 0;
        for (int s = 0; s < segments.size(); s++) {
            for (int at = segments.start(s); at < segments.end(s); at += Utf8.leadLength(bytes[at])) {
                total++;
            }
        }
        characters = new int[total];
        offsets = new int[total + 1];
        remaining = new int[total];
        weights = new long[total];
        int i = 0;
        for (int s = 0; s < segments.size(); s++) {
            int first = i;
            for (int at = segments.start(s); at < segments.end(s); at += Utf8.leadLength(bytes[at])) {
                characters[i] = SegmentReader.codePoint(bytes, at);
                weights[i] = segments.count(s);
                offsets[i++] = at;
            }
            for (int j = first; j < i; j++) {
                remaining[j] = i - j;
            }
            offsets[i] = segments.end(s);
        }
        int[] sorted = Arrays.stream(characters).sorted().distinct().toArray();
        for (int j = 0; j < total; j++) {
            characters[j] = Arrays.binarySearch(sorted, characters[j]);
        }
    }

    /// Walks through the intervals of suffixes that share a prefix, as a depth-first walk of the suffix tree
    /// would.
    private void collect(SuffixArray suffixes) {
        int[] order = suffixes.order();
        long[] sums = new long[order.length + 1];
        for (int i = 0; i < order.length; i++) {
            sums[i + 1] = sums[i] + weights[order[i]];
        }
        int[] depths = new int[MAX_LENGTH + 2];
        int[] lefts = new int[MAX_LENGTH + 2];
        int top = 0;
        for (int i = 0; i <= order.length; i++) {
            int common = i == 0 || i == order.length ? 0 : suffixes.common(i);
            int left = i;
            while (depths[top] > common) {
                left = lefts[top];
                offer(order[left], depths[top], sums[i] - sums[left]);
                top--;
            }
            if (common > depths[top]) {
                depths[++top] = common;
                lefts[top] = left;
            }
            if (i < order.length && suffixes.length(order[i]) > common) {
                depths[++top] = suffixes.length(order[i]);
                lefts[top] = i;
            }
        }
    }

    private void offer(int place, int length, long frequency) {
        if (length < 2 || frequency < 2) {
            return;
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            lengths = Arrays.copyOf(lengths, 2 * size);
            scores = Arrays.copyOf(scores, 2 * size);
        }
        places[size] = place;
        lengths[size] = length;
        scores[size++] = frequency * length;
    }

    private PieceTable table(TrainingText text, int limit) {
        long least = size <= limit
                ? 0
                : Arrays.stream(scores, 0, size)
                        .sorted()
                        .skip(size - limit)
                        .findFirst()
                        .orElse(0);
        // of those just at the limit, as many as there is room for
        long room = size <= limit
                ? size
                : limit - Arrays.stream(scores, 0, size).filter(s -> s > least).count();
        PieceTable.Builder table = new PieceTable.Builder();
        double total = 0;
        for (int c : text.alphabet()) {
            double frequency = text.frequencies().get(c);
            table.add(Utf8.bytes(Character.toString(c)), frequency);
            total += frequency;
        }
        for (int i = 0; i < size; i++) {
            if (scores[i] > least || (scores[i] == least && room-- > 0) || least == 0) {
                int from = offsets[places[i]];
                // the next character's offset, but within the same segment, whose bytes lie together
                table.add(
                        Arrays.copyOfRange(segments.text(), from, offsets[places[i] + lengths[i]]), (double) scores[i]);
                total += scores[i];
            }
        }
        double logTotal = Math.log(total);
        return table.build(score -> Math.log(score) - logTotal);
    }
}
