package io.gatun.train;

/// Training that cannot go on.
public final class TrainingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    public TrainingException(String message) {
        super(message);
    }
}
