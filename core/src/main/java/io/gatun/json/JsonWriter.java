package io.gatun.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/// Writes one value; a new writer for each.
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;
    private int depth;

    private JsonWriter(boolean pretty) {
        this.pretty = pretty;
    }

    static String write(Object value, boolean pretty) {
        JsonWriter writer = new JsonWriter(pretty);
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Object value) {
        switch (value) {
            case null -> out.append("null");
            case JsonObject object -> object(object.members());
            case Map<?, ?> map -> object(map);
            case Iterable<?> elements -> array(elements);
            case String s -> string(s);
            case Boolean b -> out.append(b);
            case Number number -> number(number);
            default ->
                throw new JsonException("json: expected a value that JSON has, got a "
                        + value.getClass().getName());
        }
    }

    private void object(Map<?, ?> members) {
        Iterator<? extends Map.Entry<?, ?>> entries = members.entrySet().iterator();
        block('{', '}', entries, entry -> {
            if (!(entry.getKey() instanceof String key)) {
                throw new JsonException("json: expected a string as key, got " + entry.getKey());
            }
            string(key);
            out.append(pretty ? ": " : ":");
            value(entry.getValue());
        });
    }

    private void array(Iterable<?> elements) {
        block('[', ']', elements.iterator(), this::value);
    }

    private <T> void block(char open, char close, Iterator<? extends T> items, Consumer<T> write) {
        out.append(open);
        boolean any = items.hasNext();
        depth++;
        while (items.hasNext()) {
            line();
            write.accept(items.next());
            if (items.hasNext()) {
                out.append(',');
            }
        }
        depth--;
        if (any) {
            line();
        }
        out.append(close);
    }

    private void line() {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void number(Number number) {
        boolean known = switch (number) {
            case Integer _, Long _, Short _, Byte _, BigInteger _, BigDecimal _ -> true;
            case Double d -> Double.isFinite(d);
            case Float f -> Float.isFinite(f);
            default -> false;
        };
        if (!known) {
            throw new JsonException("json: expected a finite number, got " + number);
        }
        out.append(number);
    }

    private void string(String s) {
        out.append('"');
        s.codePoints().forEach(this::character);
        out.append('"');
    }

    private void character(int c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append((char) c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    // it has no UTF-8 form, and would silently become a question mark
                    throw new JsonException("json: expected whole characters in a string, got half a surrogate pair");
                }
                if (c < ' ') {
                    out.append("\\u%04x".formatted(c));
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }
}
