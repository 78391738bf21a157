package io.gatun.text;

/// What a [SentencePiece] is.
public enum PieceType {
    /// A piece of text.
    NORMAL(1),
    /// Stands for text that no piece covers. Each model has exactly one.
    UNKNOWN(2),
    /// A mark such as end of sequence, which no text encodes to and which decodes to nothing.
    CONTROL(3),
    /// A piece that is always cut out as a whole, and that normalization leaves alone.
    USER_DEFINED(4),
    /// An entry that keeps its id but is not used in encoding.
    UNUSED(5),
    /// One of 256 pieces `<0x00>` to `<0xFF>`, which spell the UTF-8 of unknown characters.
    BYTE(6);

    private final int code;

    PieceType(int code) {
        this.code = code;
    }

    /// The number of the type in the file.
    int code() {
        return code;
    }
}
