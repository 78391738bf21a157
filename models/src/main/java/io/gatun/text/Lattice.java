package io.gatun.text;

import java.util.Arrays;

/// All segmentations of one segment: an edge for each piece at each place. Used again and again by one thread.
///
/// Source: T. Kudo, "Subword Regularization", ACL 2018; the forward-backward algorithm in log space.
final class Lattice {

    private final int[] units;
    private final double[] scores;
    private final double unknownScore;

    private int size;
    private int edges;
    private int[] from = new int[256];
    private int[] to = new int[256];
    private int[] piece = new int[256];
    private double[] maxima = new double[64];
    private double[] sums = new double[64];
    private double[] forward = new double[64];
    private double[] backward = new double[64];
    private int[] bestEdge = new int[64];

    Lattice(PieceTable table) {
        units = table.units();
        scores = table.scores();
        unknownScore = table.unknownScore();
    }

    /// Sets the edges up for `text[start, end)`.
    ///
    /// @param whole whether a piece may cover all of it
    void fill(byte[] text, int start, int end, boolean whole) {
        size = end - start;
        edges = 0;
        reserve();
        int root = DoubleArray.offset(units[0]);
        for (int at = 0; at < size; ) {
            int charEnd = at + Utf8.leadLength(text[start + at]);
            boolean coversOneChar = false;
            int node = root;
            for (int i = at; i < size; ) {
                int label = text[start + i] & 0xFF;
                int unit = units[node ^ label];
                if (DoubleArray.label(unit) != label) {
                    break;
                }
                i++;
                node ^= label ^ DoubleArray.offset(unit);
                if (DoubleArray.hasValue(unit) && (whole || i - at < size)) {
                    int id = DoubleArray.value(units[node]);
                    if (scores[id] != Double.NEGATIVE_INFINITY) {
                        edge(at, i, id);
                        coversOneChar |= i == charEnd;
                    }
                }
            }
            if (!coversOneChar && (whole || charEnd - at < size)) {
                edge(at, charEnd, -1);
            }
            at = charEnd;
        }
    }

    private void reserve() {
        if (maxima.length < size + 1) {
            int capacity = Math.max(size + 1, 2 * maxima.length);
            maxima = new double[capacity];
            sums = new double[capacity];
            forward = new double[capacity];
            backward = new double[capacity];
            bestEdge = new int[capacity];
        }
    }

    private void edge(int start, int end, int id) {
        if (edges == from.length) {
            from = Arrays.copyOf(from, 2 * edges);
            to = Arrays.copyOf(to, 2 * edges);
            piece = Arrays.copyOf(piece, 2 * edges);
        }
        from[edges] = start;
        to[edges] = end;
        piece[edges++] = id;
    }

    private double score(int edge) {
        return piece[edge] < 0 ? unknownScore : scores[piece[edge]];
    }

    /// Adds to `expected` how often each piece is to be expected, times `weight`; returns the log likelihood.
    double addExpected(double weight, double[] expected) {
        clear();
        add(0, 0);
        int done = -1;
        for (int e = 0; e < edges; e++) {
            if (from[e] != done) {
                done = from[e];
                forward[done] = value(done);
            }
            add(to[e], forward[done] + score(e));
        }
        double total = value(size);
        forward[size] = total;
        clear();
        add(size, 0);
        backward[size] = 0;
        for (int e = edges - 1; e >= 0; ) {
            int start = from[e];
            for (; e >= 0 && from[e] == start; e--) {
                double behind = score(e) + backward[to[e]];
                add(start, behind);
                if (piece[e] >= 0) {
                    expected[piece[e]] += weight * Math.exp(forward[start] + behind - total);
                }
            }
            backward[start] = value(start);
        }
        return total;
    }

    private void clear() {
        Arrays.fill(maxima, 0, size + 1, Double.NEGATIVE_INFINITY);
        Arrays.fill(sums, 0, size + 1, 0);
    }

    /// Adds `exp(x)` to the sum at a place, relative to the largest term so far.
    private void add(int place, double x) {
        if (x <= maxima[place]) {
            sums[place] += Math.exp(x - maxima[place]);
        } else {
            sums[place] = sums[place] * Math.exp(maxima[place] - x) + 1;
            maxima[place] = x;
        }
    }

    private double value(int place) {
        return maxima[place] + Math.log(sums[place]);
    }

    /// Finds the best path and returns its score; minus infinity if there is none.
    double viterbi() {
        Arrays.fill(forward, 0, size + 1, Double.NEGATIVE_INFINITY);
        forward[0] = 0;
        for (int e = 0; e < edges; e++) {
            double score = forward[from[e]] + score(e);
            if (score > forward[to[e]]) {
                forward[to[e]] = score;
                bestEdge[to[e]] = e;
            }
        }
        return forward[size];
    }

    /// The pieces of the best path, last first, -1 for unknown ones.
    int[] bestPath() {
        int[] path = new int[8];
        int length = 0;
        for (int at = size; at > 0; at = from[bestEdge[at]]) {
            if (length == path.length) {
                path = Arrays.copyOf(path, 2 * length);
            }
            path[length++] = piece[bestEdge[at]];
        }
        return Arrays.copyOf(path, length);
    }

    /// Adds `weight` to the count of each piece of the best path.
    void countBestPath(double weight, double[] counts) {
        for (int at = size; at > 0; at = from[bestEdge[at]]) {
            if (piece[bestEdge[at]] >= 0) {
                counts[piece[bestEdge[at]]] += weight;
            }
        }
    }
}
