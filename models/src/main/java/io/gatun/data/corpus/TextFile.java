package io.gatun.data.corpus;

import io.gatun.data.file.DataFile;
import io.gatun.data.file.TextLines;
import io.gatun.json.Json;
import io.gatun.json.JsonException;
import io.gatun.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/// The documents of one file: a JSON line each where its first line is a JSON object with a `text` field,
/// as in C4, else a paragraph each. JSON lines that are malformed are left out.
final class TextFile implements Documents.Source {

    // a file without blank lines is still cut into documents
    private static final int LONGEST = 1 << 16;
    // many times a book
    private static final int LONGEST_JSON = 1 << 24;

    private final String name;
    private final TextLines lines;
    private final boolean named;
    private final MalformedLines.Count malformed;
    private Boolean json; // null until the first line has told

    /// Opens a file; `named` says that the user named this very file, so that it must be text.
    TextFile(Path file, String name, boolean named, MalformedLines.Count malformed) {
        this.name = name;
        this.named = named;
        this.malformed = malformed;
        try {
            this.lines = new TextLines(file);
        } catch (IOException e) {
            throw new CorpusException("corpus: " + name + ": " + DataFile.reason(e), e);
        }
    }

    @Override
    public Document next() {
        try {
            if (lines.binary()) {
                if (named) {
                    throw new CorpusException("corpus: " + name + ": expected UTF-8 text, found binary data");
                }
                return null;
            }
            return read();
        } catch (IOException e) {
            throw new CorpusException("corpus: " + name + ": " + DataFile.reason(e), e);
        }
    }

    private Document read() throws IOException {
        var text = new StringBuilder();
        long first = 0;
        for (String line = line(); line != null; line = line()) {
            line = line.strip();
            if (line.isEmpty()) {
                if (!text.isEmpty()) {
                    break;
                }
                continue;
            }
            if (json == null && line.length() <= LONGEST_JSON) {
                json = holdsText(line);
            }
            if (json == null || json) {
                String page = textOf(line);
                if (!page.isEmpty()) {
                    return new Document(name + ":" + lines.number(), page);
                }
                continue;
            }
            if (text.isEmpty()) {
                first = lines.number();
            } else {
                text.append('\n');
            }
            text.append(line);
            if (text.length() >= LONGEST) {
                break;
            }
        }
        return text.isEmpty() ? null : new Document(name + ":" + first, text.toString());
    }

    /// A line of plain text may come in parts. A JSON object must be whole; of one that is too long,
    /// enough is returned to tell.
    private String line() throws IOException {
        String part = lines.next();
        boolean whole = part == null
                || !lines.cut()
                || Boolean.FALSE.equals(json)
                || !part.stripLeading().startsWith("{");
        if (whole) {
            return part;
        }
        var line = new StringBuilder();
        for (; part != null; part = lines.cut() ? lines.next() : null) {
            if (line.length() <= LONGEST_JSON) {
                line.append(part);
            }
        }
        return line.toString();
    }

    private static boolean holdsText(String line) {
        try {
            return line.startsWith("{") && Json.parse(line) instanceof JsonObject object && object.has("text");
        } catch (JsonException _) {
            return false;
        }
    }

    /// Returns the text of a JSON line, empty where it is malformed.
    private String textOf(String line) {
        String where = name + ":" + lines.number();
        malformed.read();
        if (line.length() > LONGEST_JSON) {
            malformed.add(where + ": longer than " + LONGEST_JSON + " characters; split the text");
            return "";
        }
        try {
            var text = new StringBuilder();
            Json.parseObject(line, where)
                    .string("text")
                    .lines()
                    .map(String::strip)
                    .forEach(part -> {
                        if (!part.isEmpty()) {
                            text.append(text.isEmpty() ? "" : "\n").append(part);
                        }
                    });
            return text.toString();
        } catch (JsonException e) {
            malformed.add(e.getMessage());
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
