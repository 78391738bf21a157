package io.gatun.text;

/// A tokenizer model file that is damaged, or that is not a SentencePiece unigram model.
public final class ModelFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    ///
    /// @param source the file, or what stands for it
    /// @param where the place in it, such as `byte 17` or `piece 3`
    /// @param what what is wrong there
    public ModelFormatException(String source, String where, String what) {
        super(source + ": not a usable SentencePiece model: " + where + ": " + what);
    }
}
