package io.gatun.data.file;

/// A file, or one row of it, that is not in the expected form.
public final class FormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception with what was expected and what was found.
    public FormatException(String message) {
        super(message);
    }
}
