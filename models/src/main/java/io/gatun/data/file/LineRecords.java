package io.gatun.data.file;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;

/// A record in each line: fields between tabs without quoting, or the whole line as one field.
final class LineRecords implements Records {

    private final TextLines lines;
    private final boolean tabs;

    LineRecords(Path file, Charset charset, boolean tabs) throws IOException {
        this.lines = TextLines.ofTable(file, charset);
        this.tabs = tabs;
        if (lines.binary()) {
            lines.close();
            throw new FormatException("expected text, found binary data");
        }
    }

    @Override
    public List<String> next() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (lines.cut()) {
                skipRest();
                throw new FormatException("longer than " + TextLines.LONGEST + " characters");
            }
            if (!line.isEmpty()) {
                return tabs ? List.of(line.split("\t", -1)) : List.of(line);
            }
        }
        return null;
    }

    private void skipRest() throws IOException {
        String part;
        do {
            part = lines.next();
        } while (part != null && lines.cut());
    }

    @Override
    public long line() {
        return lines.number();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
