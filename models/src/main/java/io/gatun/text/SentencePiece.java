package io.gatun.text;

/// One entry of the vocabulary.
///
/// @param piece its text, in which U+2581 stands for a space
/// @param score its log probability; only those of normal pieces count
/// @param type what it is
public record SentencePiece(String piece, float score, Type type) {

    /// What a piece is. The numbers of the file are `ordinal() + 1`.
    public enum Type {
        /// A piece of text.
        NORMAL,
        /// Stands for text that no piece covers. Each model has exactly one.
        UNKNOWN,
        /// A mark such as end of sequence, which no text encodes to and which decodes to nothing.
        CONTROL,
        /// A piece that is always cut out as a whole, and that normalization leaves alone.
        USER_DEFINED,
        /// An entry that keeps its id but is not used in encoding.
        UNUSED,
        /// One of 256 pieces `<0x00>` to `<0xFF>`, which spell the UTF-8 of unknown characters.
        BYTE;

        int code() {
            return ordinal() + 1;
        }
    }

    /// Creates a normal piece.
    public SentencePiece(String piece, float score) {
        this(piece, score, Type.NORMAL);
    }
}
