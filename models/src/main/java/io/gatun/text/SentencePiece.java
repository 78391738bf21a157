package io.gatun.text;

/// One entry of the vocabulary.
///
/// @param piece its text, in which U+2581 stands for a space
/// @param score its log probability; only those of normal pieces count
/// @param type what it is
public record SentencePiece(String piece, float score, PieceType type) {

    /// Creates a normal piece.
    public SentencePiece(String piece, float score) {
        this(piece, score, PieceType.NORMAL);
    }
}
