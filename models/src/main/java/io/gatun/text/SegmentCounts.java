package io.gatun.text;

import java.util.Arrays;

/// Counts byte strings: a hash table whose keys lie one after another in one array.
final class SegmentCounts {

    private byte[] text = new byte[1 << 16];
    private int[] starts = new int[1 << 10];
    private long[] counts = new long[1 << 10];
    private int[] table = new int[1 << 12];
    private int size;

    /// Adds `count` to the count of `source[from, to)`.
    void add(byte[] source, int from, int to, long count) {
        int slot = hash(source, from, to) & (table.length - 1);
        while (table[slot] != 0) {
            int found = table[slot] - 1;
            if (Arrays.equals(text, starts[found], starts[found + 1], source, from, to)) {
                counts[found] += count;
                return;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        append(source, from, to, count);
        table[slot] = size;
        if (2 * size > table.length) {
            rehash();
        }
    }

    private void append(byte[] source, int from, int to, long count) {
        int start = starts[size];
        int end = start + to - from;
        if (end < 0) {
            throw new IllegalArgumentException(
                    "the corpus has more than 2 GB of different words; train on a sample of its sentences");
        }
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, (int) Math.min(2L * text.length, Integer.MAX_VALUE - 8)));
        }
        if (size + 2 > starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        System.arraycopy(source, from, text, start, to - from);
        counts[size++] = count;
        starts[size] = end;
    }

    private static int hash(byte[] source, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = (hash ^ source[i]) * 0x01000193;
        }
        hash *= 0x9E3779B1;
        return hash ^ (hash >>> 15);
    }

    private void rehash() {
        table = new int[2 * table.length];
        for (int i = 0; i < size; i++) {
            int slot = hash(text, starts[i], starts[i + 1]) & (table.length - 1);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = i + 1;
        }
    }

    int size() {
        return size;
    }

    byte[] text() {
        return text;
    }

    int start(int segment) {
        return starts[segment];
    }

    int end(int segment) {
        return starts[segment + 1];
    }

    long count(int segment) {
        return counts[segment];
    }

    /// The same counts in the order of the bytes, so that nothing depends on the order of reading.
    SegmentCounts sorted() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(text, start(a), end(a), text, start(b), end(b)));
        SegmentCounts sorted = new SegmentCounts();
        for (int i : order) {
            sorted.append(text, start(i), end(i), counts[i]);
        }
        return sorted;
    }
}
