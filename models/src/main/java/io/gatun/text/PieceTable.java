package io.gatun.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// The pieces that are left at some point of training, in the order of their bytes, with their log
/// probabilities.
final class PieceTable {

    private static final double UNKNOWN_PENALTY = 10;

    private final byte[][] pieces;
    private final double[] scores;
    private int[] units;

    private PieceTable(byte[][] pieces, double[] scores) {
        this.pieces = pieces;
        this.scores = scores;
    }

    int size() {
        return pieces.length;
    }

    byte[] piece(int id) {
        return pieces[id];
    }

    double score(int id) {
        return scores[id];
    }

    double[] scores() {
        return scores;
    }

    /// The trie that finds the pieces; its values are their numbers here.
    int[] units() {
        if (units == null) {
            units = DoubleArrayBuilder.build(
                            pieces, IntStream.range(0, pieces.length).toArray())
                    .units();
        }
        return units;
    }

    double minScore() {
        return Arrays.stream(scores).min().orElse(0);
    }

    /// The score of a character that has no piece.
    double unknownScore() {
        return minScore() - UNKNOWN_PENALTY;
    }

    /// The pieces with these numbers, which must ascend, with their scores.
    PieceTable keep(int[] ids) {
        return new PieceTable(
                Arrays.stream(ids).mapToObj(id -> pieces[id]).toArray(byte[][]::new),
                Arrays.stream(ids).mapToDouble(id -> scores[id]).toArray());
    }

    /// The same pieces with other scores.
    PieceTable withScores(double[] newScores) {
        PieceTable table = new PieceTable(pieces, newScores);
        table.units = units;
        return table;
    }

    /// Collects distinct pieces.
    static final class Builder {
        private final List<byte[]> pieces = new ArrayList<>();
        private double[] values = new double[1 << 10];

        void add(byte[] piece, double value) {
            if (pieces.size() == values.length) {
                values = Arrays.copyOf(values, 2 * values.length);
            }
            values[pieces.size()] = value;
            pieces.add(piece);
        }

        PieceTable build(DoubleUnaryOperator score) {
            int[] order = IntStream.range(0, pieces.size())
                    .boxed()
                    .sorted((a, b) -> Arrays.compareUnsigned(pieces.get(a), pieces.get(b)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            return new PieceTable(
                    Arrays.stream(order).mapToObj(pieces::get).toArray(byte[][]::new),
                    Arrays.stream(order)
                            .mapToDouble(i -> score.applyAsDouble(values[i]))
                            .toArray());
        }
    }
}
