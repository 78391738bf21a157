package io.gatun.data.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// The records of a file one after the other, as lists of fields. Blank lines are left out.
interface Records extends Closeable {

    /// Returns the next record, or `null` at the end.
    ///
    /// @throws FormatException if the record is malformed; the one after it can still be read
    List<String> next() throws IOException;

    /// Returns the number of the line in which the record read last begins, counted from 1.
    long line();
}
