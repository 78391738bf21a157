package io.gatun.data.file;

import java.util.List;

/// A row of a table, its fields by the names of their columns.
///
/// @param columns the names
/// @param fields the fields, as many
public record Row(List<String> columns, List<String> fields) {

    /// Checks that there are as many fields as columns.
    ///
    /// @throws FormatException if there are not
    public Row {
        if (columns.size() != fields.size()) {
            throw new FormatException("expected " + columns.size() + " columns, found " + fields.size());
        }
    }

    /// Returns a field without white space at its ends; it may be empty.
    public String field(String column) {
        return fields.get(columns.indexOf(column)).strip();
    }

    /// Returns a field that must not be empty.
    ///
    /// @throws FormatException if it is
    public String text(String column) {
        String text = field(column);
        if (text.isEmpty()) {
            throw new FormatException("the " + column + " is empty");
        }
        return text;
    }

    /// Returns the meaning of a field that is one of a few codes.
    ///
    /// @throws FormatException if it is none of them
    public <T> T decoded(String column, List<String> codes, List<T> meanings) {
        int code = codes.indexOf(field(column));
        if (code < 0) {
            throw new FormatException("the " + column + " is " + FormatException.quoted(field(column))
                    + ", expected one of " + String.join(", ", codes));
        }
        return meanings.get(code);
    }
}
