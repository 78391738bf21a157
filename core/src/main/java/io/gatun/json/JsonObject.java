package io.gatun.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The members of a JSON object in the order of the text, with accessors that check the type.
///
/// Every accessor throws [JsonException], which names the key, when the member is missing or of another type;
/// none converts: `1.5` is no whole number and `"1"` is no number, but a whole number is a number.
public final class JsonObject {

    private final String source;
    private final Map<String, Object> members;

    JsonObject(String source, Map<String, Object> members) {
        this.source = source;
        this.members = Collections.unmodifiableMap(members);
    }

    /// Returns an object with a copy of these members.
    public static JsonObject of(Map<String, ?> members) {
        return new JsonObject("", new LinkedHashMap<>(members));
    }

    /// Returns this object with `source` (a file name, say) as the beginning of its error messages.
    public JsonObject named(String source) {
        return new JsonObject(source, members);
    }

    /// Returns all members, unmodifiable.
    public Map<String, Object> members() {
        return members;
    }

    /// Says whether there is a member of this name, `null` included.
    public boolean has(String key) {
        return members.containsKey(key);
    }

    /// Returns a string.
    public String string(String key) {
        return cast(key, member(key), String.class, "a string");
    }

    /// Returns a whole number.
    public long integer(String key) {
        return cast(key, member(key), Long.class, "a whole number");
    }

    /// Returns a whole number that fits an `int`.
    public int int32(String key) {
        long value = integer(key);
        if (value != (int) value) {
            throw error(key, "a whole number of 32 bits", value);
        }
        return (int) value;
    }

    /// Returns a number, whole or not.
    public double number(String key) {
        return cast(key, member(key), Number.class, "a number").doubleValue();
    }

    /// Returns a truth value.
    public boolean bool(String key) {
        return cast(key, member(key), Boolean.class, "true or false");
    }

    /// Returns an object; its errors name the way to it.
    public JsonObject object(String key) {
        return cast(key, member(key), JsonObject.class, "an object").named(path(key));
    }

    /// Returns a list of values of any type.
    public List<?> list(String key) {
        return cast(key, member(key), List.class, "a list");
    }

    /// Returns a list of strings.
    public List<String> strings(String key) {
        return list(key, String.class, "a string");
    }

    /// Returns a list of whole numbers.
    public List<Long> integers(String key) {
        return list(key, Long.class, "a whole number");
    }

    /// Returns a list of numbers, whole or not.
    public List<Double> numbers(String key) {
        return list(key, Number.class, "a number").stream()
                .map(Number::doubleValue)
                .toList();
    }

    /// Returns a list of objects.
    public List<JsonObject> objects(String key) {
        return list(key, JsonObject.class, "an object");
    }

    /// Returns what `accessor` gives where there is a member `key` that is not `null`, else `otherwise`:
    /// `config.orElse("dropout", config::number, 0.1)`.
    public <T> T orElse(String key, Function<String, T> accessor, T otherwise) {
        return members.get(key) == null ? otherwise : accessor.apply(key);
    }

    private <T> List<T> list(String key, Class<T> type, String expected) {
        List<?> elements = list(key);
        List<T> typed = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            typed.add(cast(key + "[" + i + "]", elements.get(i), type, expected));
        }
        return Collections.unmodifiableList(typed);
    }

    private Object member(String key) {
        if (!members.containsKey(key)) {
            throw new JsonException("%s: expected a member \"%s\", got only %s"
                    .formatted(source.isEmpty() ? "json" : source, key, members.keySet()));
        }
        return members.get(key);
    }

    private <T> T cast(String key, Object value, Class<T> type, String expected) {
        if (!type.isInstance(value)) {
            throw error(key, expected, value);
        }
        return type.cast(value);
    }

    private JsonException error(String key, String expected, Object value) {
        return new JsonException(path(key) + ": expected " + expected + ", got " + describe(value));
    }

    private String path(String key) {
        return source.isEmpty() ? key : source + ": " + key;
    }

    /// Says what a value is, in few words.
    static String describe(Object value) {
        return switch (value) {
            case null -> "null";
            case JsonObject _ -> "an object";
            case List<?> list -> "a list of " + list.size();
            case String s -> "\"" + (s.length() > 40 ? s.substring(0, 40) + "…" : s) + "\"";
            default -> value.toString();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /// Returns the compact JSON text.
    @Override
    public String toString() {
        return Json.write(this);
    }
}
