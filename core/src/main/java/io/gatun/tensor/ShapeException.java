package io.gatun.tensor;

/// Shapes that do not fit: the message names the op, what it expects and what it got.
public final class ShapeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    public ShapeException(String message) {
        super(message);
    }

    /// Returns `op: expected …, got [2, 3] and [4]`.
    public static ShapeException of(String op, String expected, Shape... got) {
        StringBuilder message =
                new StringBuilder(op).append(": expected ").append(expected).append(", got ");
        for (int i = 0; i < got.length; i++) {
            message.append(i == 0 ? "" : i == got.length - 1 ? " and " : ", ").append(got[i]);
        }
        return new ShapeException(message.toString());
    }
}
