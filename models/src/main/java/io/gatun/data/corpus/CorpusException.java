package io.gatun.data.corpus;

/// A corpus that is missing, cannot be read, is damaged, or holds no text.
public final class CorpusException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception with a message that says what was given and what to do.
    public CorpusException(String message) {
        super(message);
    }

    /// Creates the exception with the error that was met while reading.
    public CorpusException(String message, Throwable cause) {
        super(message, cause);
    }
}
