package io.gatun.data.file;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Comma-separated records as RFC 4180 has them: a field may stand in quotes, with commas and line ends in it
/// and `""` for a quote; lines end at LF or CRLF.
///
/// A record whose quotes do not fit is malformed, and reading goes on in the line after the one in which it
/// begins, so that one stray quote does not swallow the rest of a file.
final class CsvRecords implements Records {

    private static final int END = -1;
    private static final int LONGEST = 1 << 20;

    private final Reader reader;
    private final char[] buffer = new char[1 << 14];
    private int position;
    private int limit;

    // what the current record was read from, and what is read again after a malformed one
    private final StringBuilder raw = new StringBuilder();
    private String again = "";
    private int againPosition;

    private final StringBuilder field = new StringBuilder();
    private long line;
    private long ends;

    CsvRecords(Path file, Charset charset) throws IOException {
        reader = DataFile.reader(DataFile.open(file), charset);
        try {
            if (peek() == '\uFEFF') {
                read();
            }
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public List<String> next() throws IOException {
        while (peek() != END) {
            raw.setLength(0);
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
            if (peek() == '"') {
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
        int c = peek();
        while (c != ',' && c != '\n' && c != END) {
            field.append((char) read());
            checkLength();
            c = peek();
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
                if (peek() != '"') {
                    break;
                }
                read();
            }
            if (c == '\n') {
                ends++;
            }
            field.append((char) c);
            checkLength();
        }
        boolean atEnd = peek() == '\r';
        if (atEnd) {
            read();
        }
        int c = peek();
        if (c != '\n' && c != END && (c != ',' || atEnd)) {
            throw malformed("a quote within a field in quotes is not doubled");
        }
    }

    private void checkLength() throws IOException {
        if (raw.length() > LONGEST) {
            throw malformed("longer than " + LONGEST + " characters; is a quote not closed?");
        }
    }

    /// Goes back to the end of the first line of the record.
    private FormatException malformed(String what) throws IOException {
        int end = raw.indexOf("\n");
        for (int c = 0; end < 0 && c != END; ) {
            c = read();
            end = c == '\n' ? raw.length() - 1 : end;
        }
        if (end >= 0) {
            again = raw.substring(end + 1) + again.substring(againPosition);
            againPosition = 0;
        }
        ends = line;
        return new FormatException(what);
    }

    private int peek() throws IOException {
        if (againPosition < again.length()) {
            return again.charAt(againPosition);
        }
        if (position == limit) {
            position = 0;
            limit = Math.max(0, reader.read(buffer, 0, buffer.length));
        }
        return limit == 0 ? END : buffer[position];
    }

    private int read() throws IOException {
        int c = peek();
        if (c == END) {
            return END;
        }
        if (againPosition < again.length()) {
            againPosition++;
        } else {
            position++;
        }
        raw.append((char) c);
        return c;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
