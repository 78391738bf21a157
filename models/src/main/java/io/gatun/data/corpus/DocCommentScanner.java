package io.gatun.data.corpus;

import java.util.ArrayList;
import java.util.List;

/// Finds the documentation comments of Java source text, each with the declaration that follows it.
///
/// It knows just enough of the language not to be misled by strings, characters, text blocks and other comments.
final class DocCommentScanner {

    private final String source;
    private final List<DocComment> comments = new ArrayList<>();
    private int at;

    private String body;
    private boolean markdown;
    private StringBuilder declaration;
    private int nesting;
    private int angles;

    private DocCommentScanner(String source) {
        this.source = source;
    }

    static List<DocComment> scan(String source) {
        var scanner = new DocCommentScanner(source);
        scanner.run();
        return scanner.comments;
    }

    private void run() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '/' && at + 1 < source.length() && (next() == '/' || next() == '*')) {
                comment();
            } else if (c == '"') {
                skipString();
            } else if (c == '\'') {
                skipQuoted('\'');
            } else if (body != null) {
                declare(c);
            } else {
                at++;
            }
        }
        end();
    }

    private char next() {
        return source.charAt(at + 1);
    }

    private void comment() {
        if (source.startsWith("///", at) && !source.startsWith("////", at) && firstOnLine()) {
            begin(slashes(), true);
        } else if (next() == '/') {
            at = lineEnd(at);
        } else {
            int close = source.indexOf("*/", at + 2);
            int stop = close < 0 ? source.length() : close;
            boolean documentation = source.startsWith("/**", at) && stop > at + 3;
            String text = documentation ? source.substring(at + 3, stop) : "";
            at = Math.min(source.length(), stop + 2);
            if (documentation) {
                begin(withoutStars(text), false);
            }
        }
    }

    private void begin(String text, boolean isMarkdown) {
        end();
        body = text;
        markdown = isMarkdown;
        declaration = new StringBuilder();
        nesting = 0;
        angles = 0;
    }

    private void end() {
        if (body != null) {
            comments.add(new DocComment(declaration.toString().strip(), body, markdown));
            body = null;
        }
    }

    /// Takes one character of a declaration, or an annotation as a whole, and ends it at its body.
    private void declare(char c) {
        if (c == '@' && !source.startsWith("@interface", at) && nesting == 0) {
            skipAnnotation();
            return;
        }
        at++;
        switch (c) {
            case '(', '[' -> nesting++;
            case ')', ']' -> nesting--;
            case '<' -> angles++;
            case '>' -> angles--;
            default -> {}
        }
        boolean ends = c == '{' || c == ';' || c == '}' || (nesting == 0 && (c == '=' || (c == ',' && angles == 0)));
        if (ends) {
            end();
        } else if (!Character.isWhitespace(c)) {
            declaration.append(c);
        } else if (!declaration.isEmpty() && declaration.charAt(declaration.length() - 1) != ' ') {
            declaration.append(' ');
        }
    }

    private void skipAnnotation() {
        at++;
        while (at < source.length()
                && (Character.isJavaIdentifierPart(source.charAt(at)) || source.charAt(at) == '.')) {
            at++;
        }
        int open = at;
        while (open < source.length() && Character.isWhitespace(source.charAt(open))) {
            open++;
        }
        if (open == source.length() || source.charAt(open) != '(') {
            return;
        }
        at = open;
        int depth = 0;
        do {
            char c = source.charAt(at);
            if (c == '"') {
                skipString();
                continue;
            } else if (c == '\'') {
                skipQuoted('\'');
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        } while (depth > 0 && at < source.length());
    }

    private void skipString() {
        if (!source.startsWith("\"\"\"", at)) {
            skipQuoted('"');
            return;
        }
        at += 3;
        while (at < source.length() && !source.startsWith("\"\"\"", at)) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(source.length(), at + 3);
    }

    private void skipQuoted(char quote) {
        at++;
        while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(source.length(), at + 1);
    }

    private boolean firstOnLine() {
        for (int i = at - 1; i >= 0 && source.charAt(i) != '\n'; i--) {
            if (!Character.isWhitespace(source.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private int lineEnd(int from) {
        int end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }

    /// Takes all lines that begin with three slashes.
    private String slashes() {
        var text = new StringBuilder();
        while (true) {
            int end = lineEnd(at);
            text.append(source, at + 3, end).append('\n');
            at = end;
            int following = end;
            while (following < source.length() && Character.isWhitespace(source.charAt(following))) {
                following++;
                if (source.charAt(following - 1) == '\n' && following > end + 1) {
                    return text.toString();
                }
            }
            if (!source.startsWith("///", following)) {
                return text.toString();
            }
            at = following;
        }
    }

    private static String withoutStars(String text) {
        var result = new StringBuilder();
        text.lines().forEach(line -> {
            int i = 0;
            while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
                i++;
            }
            int stars = i;
            while (stars < line.length() && line.charAt(stars) == '*') {
                stars++;
            }
            // the first line has none, and keeps its leading space
            result.append(line, stars > i ? stars : 0, line.length()).append('\n');
        });
        return result.toString();
    }
}
