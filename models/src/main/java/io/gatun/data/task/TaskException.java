package io.gatun.data.task;

/// A task that is not known, or whose files are missing or not in the expected form.
public final class TaskException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception with a message that says what was given and what to do.
    public TaskException(String message) {
        super(message);
    }

    /// Creates the exception with the error that was met while reading.
    public TaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
