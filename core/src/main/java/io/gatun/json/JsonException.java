package io.gatun.json;

/// Text that is not JSON, or not the JSON that was asked for.
public final class JsonException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// Creates the exception with a message that says where and what.
    public JsonException(String message) {
        super(message);
    }
}
