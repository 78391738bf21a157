package io.gatun.data.file;

import io.gatun.data.file.TableFormat.Header;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A table that is read row by row.
public final class Table implements Closeable {

    private final Records records;
    private final List<String> columns;
    private List<String> ahead;

    Table(Records records, TableFormat format) throws IOException {
        this.records = records;
        List<String> expected = format.columns();
        if (format.header() == Header.NAMES) {
            columns = header(expected);
        } else {
            columns = expected;
            ahead = format.header() == Header.UNLESS_NUMBERED ? afterHeader() : null;
        }
    }

    private List<String> header(List<String> expected) throws IOException {
        List<String> found = records.next();
        if (found == null) {
            throw new FormatException("expected a first row with the columns " + expected + ", found an empty file");
        }
        List<String> names = found.stream().map(String::strip).toList();
        if (!names.containsAll(expected)) {
            throw new FormatException("expected a first row with the columns " + expected + ", found " + names);
        }
        return names;
    }

    /// Reads the first row, which is no header if it begins with a number.
    private List<String> afterHeader() throws IOException {
        try {
            List<String> first = records.next();
            return first == null || first.getFirst().chars().anyMatch(Character::isDigit) ? first : records.next();
        } catch (FormatException e) {
            throw new FormatException("line " + records.line() + ": " + e.getMessage());
        }
    }

    /// Returns the names of all columns.
    public List<String> columns() {
        return columns;
    }

    /// Returns the next row, or `null` at the end.
    ///
    /// @throws FormatException if the row is malformed; the one after it can still be read
    public Row next() throws IOException {
        List<String> fields = ahead == null ? records.next() : ahead;
        ahead = null;
        return fields == null ? null : new Row(columns, fields);
    }

    /// Returns the number of the line in which the row read last begins, counted from 1.
    public long line() {
        return records.line();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
