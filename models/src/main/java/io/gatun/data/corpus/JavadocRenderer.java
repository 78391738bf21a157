package io.gatun.data.corpus;

import java.util.Locale;
import java.util.Set;

/// Turns the text of a documentation comment into plain text with a line feed between paragraphs: inline tags
/// become what a reader sees, HTML and Markdown signs go, program text that stands apart goes with them.
final class JavadocRenderer {

    private static final Set<String> APART = Set.of("pre", "table", "script", "style", "svg");
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "big", "bdi", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins",
            "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
            "var");

    private final boolean markdown;
    private final StringBuilder out = new StringBuilder();

    JavadocRenderer(boolean markdown) {
        this.markdown = markdown;
    }

    String render(String text) {
        append(markdown ? withoutFences(text) : text);
        return out.toString();
    }

    private void append(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '{' && text.startsWith("{@", i)) {
                i = inlineTag(text, i);
            } else if (c == '<') {
                i = htmlTag(text, i);
            } else if (c == '&') {
                i = entity(text, i);
            } else if (c == '\n') {
                i = lineEnd(text, i);
            } else if (markdown && (c == '`' || c == '[' || c == '*')) {
                i = markdownSign(text, i);
            } else {
                out.append(c < ' ' ? ' ' : c);
                i++;
            }
        }
    }

    // a blank line parts paragraphs in Markdown, and authors mean it so in HTML
    private int lineEnd(String text, int at) {
        int i = at;
        int lines = 0;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            lines += text.charAt(i) == '\n' ? 1 : 0;
            i++;
        }
        boolean item = markdown && i + 1 < text.length() && "-*#+".indexOf(text.charAt(i)) >= 0;
        out.append(lines > 1 || item ? '\n' : ' ');
        if (item) {
            while (i < text.length() && "-*#+".indexOf(text.charAt(i)) >= 0) {
                i++;
            }
        }
        return i;
    }

    private int inlineTag(String text, int at) {
        int close = matchingBrace(text, at);
        String[] parts = text.substring(at + 2, close).strip().split("\\s+", 2);
        String content = parts.length < 2 ? "" : parts[1];
        switch (parts[0]) {
            case "code", "literal" -> out.append(content.replace('\n', ' '));
            case "link", "linkplain" -> link(content);
            case "value" -> out.append(reference(content));
            case "return" -> {
                out.append("Returns ");
                append(content);
                out.append(content.endsWith(".") ? "" : ".");
            }
            case "summary" -> append(content);
            case "index" -> append(term(content));
            case "systemProperty" -> out.append(content);
            case "jls", "jvms" -> {
                String[] section = content.split("\\s+", 2);
                out.append(parts[0].toUpperCase(Locale.ROOT)).append(' ').append(section[0]);
                out.append(section.length < 2 ? "" : " " + section[1]);
            }
            default -> {} // snippet, inheritDoc, docRoot and those of single packages are no text of their own
        }
        return Math.min(text.length(), close + 1);
    }

    private static int matchingBrace(String text, int at) {
        int depth = 0;
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private void link(String content) {
        int end = referenceEnd(content);
        String label = content.substring(end).strip();
        if (label.isEmpty()) {
            out.append(reference(content.substring(0, end)));
        } else {
            append(label);
        }
    }

    // spaces within parentheses and angle brackets belong to the reference
    private static int referenceEnd(String content) {
        int depth = 0;
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
            if (depth == 0 && Character.isWhitespace(c)) {
                return i;
            }
        }
        return content.length();
    }

    /// Writes `A#b(int)` as `A.b`.
    private static String reference(String reference) {
        int parameters = reference.indexOf('(');
        String name = (parameters < 0 ? reference : reference.substring(0, parameters)).strip();
        name = name.substring(name.indexOf('/') + 1);
        return name.startsWith("#")
                ? name.substring(1).replace('#', '.')
                : name.replace("##", " ").replace('#', '.');
    }

    private static String term(String content) {
        if (content.startsWith("\"")) {
            int end = content.indexOf('"', 1);
            return end < 0 ? content.substring(1) : content.substring(1, end);
        }
        return content.split("\\s+", 2)[0];
    }

    private int htmlTag(String text, int at) {
        if (text.startsWith("<!--", at)) {
            int end = text.indexOf("-->", at);
            return end < 0 ? text.length() : end + 3;
        }
        int i = at + 1;
        if (i < text.length() && text.charAt(i) == '/') {
            i++;
        }
        int name = i;
        while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
            i++;
        }
        int close = text.indexOf('>', i);
        if (i == name || close < 0) {
            out.append('<'); // a less-than sign
            return at + 1;
        }
        String tag = text.substring(name, i).toLowerCase(Locale.ROOT);
        boolean opens = name == at + 1;
        if (APART.contains(tag)) {
            out.append('\n');
            return opens ? afterEnd(text, tag, close + 1) : close + 1;
        }
        if (!INLINE.contains(tag)) {
            out.append('\n');
        } else if (tag.equals("sup") && opens) {
            out.append('^');
        }
        return close + 1;
    }

    private static int afterEnd(String text, String tag, int from) {
        String end = "</" + tag;
        for (int i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 2)) {
            if (text.regionMatches(true, i, end, 0, end.length())) {
                int close = text.indexOf('>', i);
                return close < 0 ? text.length() : close + 1;
            }
        }
        return from;
    }

    private int entity(String text, int at) {
        int end = text.indexOf(';', at);
        String character = end < 0 || end - at > 10 ? null : HtmlEntities.character(text.substring(at + 1, end));
        if (character == null) {
            out.append('&');
            return at + 1;
        }
        out.append(character);
        return end + 1;
    }

    private int markdownSign(String text, int at) {
        char c = text.charAt(at);
        if (c == '`') {
            int ticks = at;
            while (ticks < text.length() && text.charAt(ticks) == '`') {
                ticks++;
            }
            int end = text.indexOf(text.substring(at, ticks), ticks);
            out.append(end < 0 ? "" : text.substring(ticks, end).replace('\n', ' '));
            return end < 0 ? ticks : end + ticks - at;
        }
        int close = c == '[' ? text.indexOf(']', at) : -1;
        if (close < 0) {
            if (c == '[') {
                out.append(c);
            }
            return at + 1; // a star is emphasis
        }
        String label = text.substring(at + 1, close);
        char following = close + 1 < text.length() ? text.charAt(close + 1) : ' ';
        int end = following == '(' ? text.indexOf(')', close) : following == '[' ? text.indexOf(']', close + 1) : -1;
        out.append(end < 0 ? reference(label) : label.replace("`", ""));
        return end < 0 ? close + 1 : end + 1;
    }

    private static String withoutFences(String text) {
        var kept = new StringBuilder();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
                kept.append('\n');
            } else if (!fenced) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }
}
