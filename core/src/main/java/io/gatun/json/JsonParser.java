package io.gatun.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A recursive descent over the grammar of RFC 8259; every method begins at `position` and leaves it behind
/// what it read.
final class JsonParser {

    /// Deep enough for any file of ours, shallow enough for any thread's stack.
    private static final int MAX_DEPTH = 256;

    private final String text;
    private int position;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    Object document() {
        Object value = value();
        if (position < text.length()) {
            throw expected("the end of the text");
        }
        return value;
    }

    private Object value() {
        space();
        Object value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw expected("a value");
        };
        space();
        return value;
    }

    private JsonObject object() {
        enter();
        Map<String, Object> members = new LinkedHashMap<>();
        space();
        while (peek() != '}') {
            int start = position;
            String key = string();
            if (members.containsKey(key)) {
                position = start;
                throw error("expected each key once, got \"" + key + "\" again");
            }
            space();
            take(':', "':'");
            members.put(key, value());
            if (peek() != '}') {
                take(',', "',' or '}'");
                space();
                if (peek() != '"') {
                    throw expected("a key in quotes");
                }
            }
        }
        leave();
        return new JsonObject("", members);
    }

    private List<Object> array() {
        enter();
        List<Object> elements = new ArrayList<>();
        space();
        while (peek() != ']') {
            elements.add(value());
            if (peek() != ']') {
                take(',', "',' or ']'");
                space();
                if (peek() == ']') {
                    throw expected("a value");
                }
            }
        }
        leave();
        return Collections.unmodifiableList(elements); // List.of refuses null
    }

    private String string() {
        take('"', "a key in quotes");
        StringBuilder value = new StringBuilder();
        int start = position;
        while (peek() != '"') {
            if (position >= text.length()) {
                throw expected("'\"' at the end of the string");
            }
            char c = text.charAt(position);
            if (c < ' ') {
                throw error("expected control characters to be escaped, got " + found());
            }
            position++;
            if (c == '\\') {
                value.append(text, start, position - 1).append(escape());
                start = position;
            } else if (Character.isSurrogate(c)) {
                surrogate(c, position < text.length() ? text.charAt(position++) : 0);
            }
        }
        return value.append(text, start, position++).toString();
    }

    private String escape() {
        char c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> String.valueOf(c);
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'u' -> unicode();
            default -> {
                position--;
                throw expected("one of \" \\ / b f n r t u after a backslash");
            }
        };
    }

    private String unicode() {
        char first = hex();
        if (!Character.isSurrogate(first)) {
            return String.valueOf(first);
        }
        char second = 0;
        if (text.startsWith("\\u", position)) {
            position += 2;
            second = hex();
        }
        surrogate(first, second);
        return new String(new char[] {first, second});
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++, position++) {
            char c = peek();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw expected("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private void surrogate(char first, char second) {
        if (!Character.isSurrogatePair(first, second)) {
            throw error("expected a pair of surrogates, got half of one");
        }
    }

    private Number number() {
        int start = position;
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            digits();
        }
        boolean whole = true;
        if (peek() == '.') {
            whole = false;
            position++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            whole = false;
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits();
        }
        return convert(text.substring(start, position), whole);
    }

    private Number convert(String number, boolean whole) {
        if (whole) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException e) {
                // more than 64 bits: a double, which no accessor for whole numbers takes
            }
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw error("expected a number within the range of a double, got " + number);
        }
        return value;
    }

    private void digits() {
        if (peek() < '0' || peek() > '9') {
            throw expected("a digit");
        }
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
    }

    private Object literal(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw expected("a value");
        }
        position += word.length();
        return value;
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw error("expected at most " + MAX_DEPTH + " levels of nesting, got more");
        }
        position++;
    }

    private void leave() {
        depth--;
        position++;
    }

    private void take(char c, String what) {
        if (peek() != c) {
            throw expected(what);
        }
        position++;
    }

    private void space() {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
            position++;
        }
    }

    /// The next character, or U+FFFF, which begins nothing in the grammar, at the end.
    private char peek() {
        return position < text.length() ? text.charAt(position) : '\uffff';
    }

    private JsonException expected(String what) {
        return error("expected " + what + ", got " + found());
    }

    private String found() {
        if (position >= text.length()) {
            return "the end of the text";
        }
        int c = text.codePointAt(position);
        return c > ' ' && c < 127 ? "'" + (char) c + "'" : "character U+%04X".formatted(c);
    }

    private JsonException error(String message) {
        int at = Math.min(position, text.length());
        int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        int column = at - text.lastIndexOf('\n', at - 1);
        return new JsonException("json: line %d, column %d: %s".formatted(line, column, message));
    }
}
