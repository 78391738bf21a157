package io.gatun.data.file;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Comma-separated records as RFC 4180 has them: a field may stand in quotes, with commas and line ends
/// in it and `""` for a quote; lines end at LF or CRLF.
///
/// A record whose quotes do not fit, or that never ends, is malformed, and reading goes on in the line
/// after the one in which it begins, so that one stray quote does not swallow the rest of a file. A file
/// in which this happens again and again is refused, as reading it would take time with the square of its
/// length.
final class CsvRecords implements Records {

    private static final int END = RecordInput.END;
    private static final int LONGEST = 1 << 20;
    // less than a second's work
    private static final long MOST_READ_AGAIN = 1 << 26;

    private final RecordInput in;
    private final StringBuilder field = new StringBuilder();
    private long line;
    private long ends;

    CsvRecords(Path file, Charset charset) throws IOException {
        in = new RecordInput(DataFile.reader(DataFile.open(file), charset));
        try {
            if (in.peek() == '\uFEFF') {
                in.read();
            }
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public List<String> next() throws IOException {
        while (in.peek() != END) {
            in.begin();
            line = ends + 1;
            List<String> fields = record();
            if (fields.size() > 1 || !fields.getFirst().isBlank()) {
                return fields;
            }
        }
        return null;
    }

    private List<String> record() throws IOException {
        var fields = new ArrayList<String>();
        while (true) {
            field.setLength(0);
            if (in.peek() == '"') {
                quoted();
            } else {
                plain();
            }
            fields.add(field.toString());
            if (read() != ',') {
                ends++;
                return fields;
            }
        }
    }

    private void plain() throws IOException {
        int c = in.peek();
        while (c != ',' && c != '\n' && c != END) {
            field.append((char) read());
            c = in.peek();
        }
        if (c != ',' && !field.isEmpty() && field.charAt(field.length() - 1) == '\r') {
            field.setLength(field.length() - 1);
        }
    }

    private void quoted() throws IOException {
        read();
        while (true) {
            int c = read();
            if (c == END) {
                throw malformed("a field in quotes does not end before the file does");
            }
            if (c == '"') {
                if (in.peek() != '"') {
                    break;
                }
                read();
            }
            if (c == '\n') {
                ends++;
            }
            field.append((char) c);
        }
        boolean atEnd = in.peek() == '\r';
        if (atEnd) {
            read();
        }
        int c = in.peek();
        if (c != '\n' && c != END && (c != ',' || atEnd)) {
            throw malformed("a quote within a field in quotes is not doubled");
        }
    }

    private int read() throws IOException {
        int c = in.read();
        if (in.length() > LONGEST) {
            throw malformed("longer than " + LONGEST + " characters; is a quote not closed?");
        }
        return c;
    }

    /// Goes back to the end of the first line of the record.
    private FormatException malformed(String what) throws IOException {
        in.endFirstLine();
        ends = line;
        if (in.excess() > MOST_READ_AGAIN) {
            throw new IOException("too many quotes up to line " + line + " that are not closed, or not doubled within"
                    + " quotes; is it comma-separated?");
        }
        return new FormatException(what);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
