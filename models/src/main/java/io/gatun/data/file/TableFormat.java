package io.gatun.data.file;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The form of a table in a file.
///
/// @param separator what stands between fields
/// @param charset how bytes are characters
/// @param header where the names of the columns come from
/// @param columns the names: all of them without a header, else those that it must have
public record TableFormat(Separator separator, Charset charset, Header header, List<String> columns) {

    /// What stands between fields.
    public enum Separator {
        /// A comma; fields may stand in quotes, as RFC 4180 has it.
        COMMA,
        /// A tab; quotes mean nothing.
        TAB,
        /// Nothing: a line is a field.
        NONE
    }

    /// Whether the first row names the columns.
    public enum Header {
        /// It does.
        NAMES,
        /// It does not.
        ABSENT,
        /// It does unless it begins with a number, as all others do.
        UNLESS_NUMBERED
    }

    /// Copies the names.
    public TableFormat {
        columns = List.copyOf(columns);
    }

    /// Returns the form of a comma-separated UTF-8 file whose first row names at least these columns.
    public static TableFormat csv(String... columns) {
        return new TableFormat(Separator.COMMA, StandardCharsets.UTF_8, Header.NAMES, List.of(columns));
    }

    /// Returns the form of a comma-separated file whose rows begin with a number.
    public static TableFormat numberedCsv(Charset charset, String... columns) {
        return new TableFormat(Separator.COMMA, charset, Header.UNLESS_NUMBERED, List.of(columns));
    }

    /// Returns the form of a tab-separated UTF-8 file whose first row names at least these columns.
    public static TableFormat tabs(String... columns) {
        return new TableFormat(Separator.TAB, StandardCharsets.UTF_8, Header.NAMES, List.of(columns));
    }

    /// Returns the form of a tab-separated UTF-8 file without a header.
    public static TableFormat bareTabs(String... columns) {
        return new TableFormat(Separator.TAB, StandardCharsets.UTF_8, Header.ABSENT, List.of(columns));
    }

    /// Returns the form of a file of lines.
    public static TableFormat lines(Charset charset, String column) {
        return new TableFormat(Separator.NONE, charset, Header.ABSENT, List.of(column));
    }

    /// Opens a file of this form, gzip or plain.
    ///
    /// @throws FormatException if its first row is not as expected
    /// @throws IOException if it cannot be read
    public Table open(Path file) throws IOException {
        Records records = separator == Separator.COMMA
                ? new CsvRecords(file, charset)
                : new LineRecords(file, charset, separator == Separator.TAB);
        try {
            return new Table(records, this);
        } catch (IOException | FormatException e) {
            records.close();
            throw e;
        }
    }
}
