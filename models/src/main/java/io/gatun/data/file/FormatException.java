package io.gatun.data.file;

/// A file, or one row of it, that is not in the expected form.
public final class FormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 40;

    /// Creates the exception with what was expected and what was found.
    public FormatException(String message) {
        super(message);
    }

    /// Returns the beginning of a text in quotes, on one line, to stand in a message.
    public static String quoted(String text) {
        String line = text.replaceAll("\\s+", " ");
        return "'" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "'";
    }
}
