package io.gatun.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads and writes JSON text (RFC 8259).
///
/// Values are plain Java objects: [JsonObject], [java.util.List], [String], [Long] for a whole number that
/// fits, [Double] for any other number, [Boolean], and `null`.
public final class Json {

    private Json() {}

    /// Parses one JSON value that fills `text`.
    ///
    /// @throws JsonException if `text` is not strict JSON, repeats a key, or nests deeper than 256 levels
    public static Object parse(String text) {
        return new JsonParser(text).document();
    }

    /// Parses one JSON value from all remaining bytes of `utf8`, which must be valid UTF-8 without a byte
    /// order mark.
    ///
    /// @throws JsonException if the bytes are not UTF-8, or the text is not JSON
    public static Object parse(ByteBuffer utf8) {
        try {
            // a new decoder reports malformed input, where String's constructor would replace it
            return parse(StandardCharsets.UTF_8.newDecoder().decode(utf8).toString());
        } catch (CharacterCodingException e) {
            throw new JsonException("json: expected UTF-8 text, got bytes that are not UTF-8");
        }
    }

    /// Parses a JSON object; `source` (a file name, say) begins the message of every error, later ones
    /// included.
    ///
    /// @throws JsonException if `text` is not JSON, or is another value than an object
    public static JsonObject parseObject(String text, String source) {
        Object value;
        try {
            value = parse(text);
        } catch (JsonException e) {
            throw new JsonException(source + ": " + e.getMessage());
        }
        if (value instanceof JsonObject object) {
            return object.named(source);
        }
        throw new JsonException(source + ": expected a JSON object, got " + JsonObject.describe(value));
    }

    /// Writes a value on one line, without spaces. Besides what [#parse(String)] returns it takes any
    /// [java.util.Map] with string keys, any [Iterable] and any [Number]; keys keep the order in which the map
    /// gives them.
    ///
    /// @throws JsonException if a number is NaN or infinite, or a value is of another type
    public static String write(Object value) {
        return JsonWriter.write(value, false);
    }

    /// Writes a value over several lines, indented by two spaces, with a line feed at the end; otherwise as
    /// [#write(Object)].
    ///
    /// @throws JsonException if a number is NaN or infinite, or a value is of another type
    public static String pretty(Object value) {
        return JsonWriter.write(value, true) + "\n";
    }
}
