package io.gatun.tensor;

/// Element types that do not fit: the message names the op, what it expects and what it got.
public final class DTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception.
    public DTypeException(String message) {
        super(message);
    }

    /// Returns `op: expected …, got f32 and i32; convert with to(DType)`.
    public static DTypeException of(String op, String expected, DType... got) {
        StringBuilder message =
                new StringBuilder(op).append(": expected ").append(expected).append(", got ");
        for (int i = 0; i < got.length; i++) {
            message.append(i == 0 ? "" : i == got.length - 1 ? " and " : ", ").append(got[i]);
        }
        return new DTypeException(message.append("; convert with to(DType)").toString());
    }
}
