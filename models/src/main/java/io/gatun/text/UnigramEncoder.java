package io.gatun.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the most probable segmentation of normalized text under a unigram model.
///
/// Scores are added in the precisions of SentencePiece's optimized encoder, where a sum is compared in double
/// precision before it is rounded to float: near ties depend on it.
///
/// Source: T. Kudo, "Subword Regularization", ACL 2018; `unigram_model.cc` of google/sentencepiece,
/// `EncodeOptimized`.
final class UnigramEncoder {

    private static final float UNKNOWN_PENALTY = 10;

    private final int[] units;
    private final double[] scores;
    private final float unknownScore;
    private final int unknownId;

    UnigramEncoder(List<SentencePiece> pieces) {
        float min = Float.MAX_VALUE;
        // the smallest positive float, not the most negative one: so it is in the C++ library, and it shows
        float max = Float.MIN_NORMAL;
        int unknown = -1;
        for (int id = 0; id < pieces.size(); id++) {
            SentencePiece piece = pieces.get(id);
            if (piece.type() == PieceType.NORMAL) {
                min = Math.min(min, piece.score());
                max = Math.max(max, piece.score());
            } else if (piece.type() == PieceType.UNKNOWN) {
                unknown = id;
            }
        }
        unknownId = unknown;
        unknownScore = min - UNKNOWN_PENALTY;
        scores = new double[pieces.size()];
        byte[][] keys = new byte[pieces.size()][];
        for (int id = 0; id < scores.length; id++) {
            SentencePiece piece = pieces.get(id);
            keys[id] = Utf8.bytes(piece.piece());
            scores[id] = piece.type() == PieceType.USER_DEFINED ? keys[id].length * max - 0.1 : piece.score();
        }
        int[] ids = IntStream.range(0, scores.length)
                .filter(id -> isMatched(pieces.get(id)))
                .boxed()
                .sorted((a, b) -> Arrays.compareUnsigned(keys[a], keys[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        byte[][] sorted = Arrays.stream(ids).mapToObj(id -> keys[id]).toArray(byte[][]::new);
        units = DoubleArrayBuilder.build(sorted, ids).units();
    }

    private static boolean isMatched(SentencePiece piece) {
        return piece.type() == PieceType.NORMAL || piece.type() == PieceType.USER_DEFINED;
    }

    /// A segmentation: segment `i` has the piece `ids[i]` and ends before byte `ends[i]`.
    static final class Segmentation {
        final int[] ids;
        final int[] ends;

        private Segmentation(int[] ids, int[] ends) {
            this.ids = ids;
            this.ends = ends;
        }
    }

    /// The best segmentation of `text[0, size)`.
    Segmentation encode(byte[] text, int size) {
        // what ends before byte i: the best score, the piece that ends there, and where that piece starts, plus 1
        float[] best = new float[size + 1];
        int[] piece = new int[size + 1];
        int[] startPlusOne = new int[size + 1];
        int root = DoubleArray.offset(units[0]);
        for (int start = 0; start < size; ) {
            int charEnd = Math.min(start + Utf8.leadLength(text[start]), size);
            float scoreHere = best[start];
            boolean coversOneChar = false;
            int node = root;
            for (int at = start; at < size; ) {
                int label = text[at] & 0xFF;
                int unit = units[node ^ label];
                if (DoubleArray.label(unit) != label) {
                    break;
                }
                at++;
                node ^= label ^ DoubleArray.offset(unit);
                if (DoubleArray.hasValue(unit)) {
                    int id = DoubleArray.value(units[node]);
                    double score = scores[id] + scoreHere;
                    if (startPlusOne[at] == 0 || score > best[at]) {
                        best[at] = (float) score;
                        piece[at] = id;
                        startPlusOne[at] = start + 1;
                    }
                    coversOneChar |= at == charEnd;
                }
            }
            if (!coversOneChar) {
                float score = unknownScore + scoreHere;
                if (startPlusOne[charEnd] == 0 || score > best[charEnd]) {
                    best[charEnd] = score;
                    piece[charEnd] = unknownId;
                    startPlusOne[charEnd] = start + 1;
                }
            }
            start = charEnd;
        }
        return trace(piece, startPlusOne, size);
    }

    private static Segmentation trace(int[] piece, int[] startPlusOne, int size) {
        int count = 0;
        for (int end = size; end > 0; end = startPlusOne[end] - 1) {
            count++;
        }
        int[] ids = new int[count];
        int[] ends = new int[count];
        for (int end = size; end > 0; end = startPlusOne[end] - 1) {
            count--;
            ids[count] = piece[end];
            ends[count] = end;
        }
        return new Segmentation(ids, ends);
    }
}
