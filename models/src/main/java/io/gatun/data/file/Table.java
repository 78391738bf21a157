package io.gatun.data.file;

import io.gatun.data.file.TableFormat.Header;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A table that is read row by row.
public final class Table implements Closeable {

    private final Records records;
    private final List<String> columns;
    private boolean perhapsHeader;

    Table(Records records, TableFormat format) throws IOException {
        this.records = records;
        columns = format.header() == Header.NAMES ? header(format.columns()) : format.columns();
        perhapsHeader = format.header() == Header.UNLESS_NUMBERED;
    }

    private List<String> header(List<String> expected) throws IOException {
        List<String> found = records.next();
        if (found == null) {
            throw new FormatException("expected a first row with the columns " + expected + ", found an empty file");
        }
        List<String> names = found.stream().map(String::strip).toList();
        if (!names.containsAll(expected)) {
            throw new FormatException("expected a first row with the columns " + expected + ", found "
                    + FormatException.quoted(String.join(", ", names)));
        }
        return names;
    }

    /// Returns the next row, or `null` at the end.
    ///
    /// @throws FormatException if the row is malformed; the one after it can still be read
    public Row next() throws IOException {
        boolean first = perhapsHeader;
        perhapsHeader = false;
        List<String> fields = records.next();
        if (first && fields != null && fields.getFirst().chars().noneMatch(Character::isDigit)) {
            fields = records.next();
        }
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
