package io.gatun.safetensors;

import io.gatun.json.Json;
import io.gatun.json.JsonException;
import io.gatun.json.JsonObject;
import io.gatun.safetensors.SafetensorsException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a file's header says, checked by every rule of the format.
///
/// @param metadata the file's own texts
/// @param entries the tensors by name, in the order of their elements
record Header(Map<String, String> metadata, Map<String, Entry> entries) {

    static final long GREATEST = 100_000_000;
    private static final long GREATEST_DIM = (1L << 48) - 1;
    static final String METADATA = "__metadata__";

    /// Where a tensor's elements lie.
    ///
    /// @param type their type
    /// @param shape the extents
    /// @param begin where they begin, counted from the end of the header
    /// @param end where they end
    record Entry(ElementType type, List<Long> shape, long begin, long end) {}

    /// Parses and checks a header.
    ///
    /// @param file what messages call the file
    /// @param bytes the header's bytes
    /// @param data how many bytes follow it
    static Header parse(String file, ByteBuffer bytes, long data) {
        JsonObject json = object(file, bytes);
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Object> member : json.members().entrySet()) {
            if (member.getKey().equals(METADATA)) {
                metadata(file, member.getValue(), metadata);
            } else {
                entries.put(member.getKey(), entry(file, member.getKey(), member.getValue()));
            }
        }
        List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
        ordered.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        Map<String, Entry> checked = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, Entry> next : ordered) {
            check(file, next.getKey(), next.getValue(), at);
            at = next.getValue().end();
            checked.put(next.getKey(), next.getValue());
        }
        if (at != data) {
            throw new SafetensorsException(
                    Reason.METADATA_INCOMPLETE_BUFFER,
                    file + ": the tensors end after " + at + " bytes, but " + data
                            + " follow the header; the file is cut off or has something appended");
        }
        return new Header(Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(checked));
    }

    private static JsonObject object(String file, ByteBuffer bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new SafetensorsException(
                    Reason.INVALID_HEADER, file + ": expected a header in UTF-8, got bytes that are not");
        }
        if (!text.startsWith("{")) {
            throw form(file, "it does not begin with {");
        }
        try {
            return Json.parseObject(text, "header");
        } catch (JsonException e) {
            throw form(file, e.getMessage());
        }
    }

    private static SafetensorsException form(String file, String detail) {
        return new SafetensorsException(
                Reason.INVALID_HEADER_DESERIALIZATION,
                file + ": the header is not that of a safetensors file: " + detail);
    }

    private static void metadata(String file, Object value, Map<String, String> metadata) {
        if (!(value instanceof JsonObject object)) {
            throw form(file, METADATA + " is not an object");
        }
        object.members().forEach((key, text) -> {
            if (!(text instanceof String string)) {
                throw form(file, METADATA + " holds something other than text under " + key);
            }
            metadata.put(key, string);
        });
    }

    private static Entry entry(String file, String name, Object value) {
        if (!(value instanceof JsonObject object)) {
            throw form(file, "tensor " + name + " is not described by an object");
        }
        if (!(object.members().get("dtype") instanceof String dtype) || !ElementType.isName(dtype)) {
            throw form(
                    file,
                    "tensor " + name + " has dtype " + object.members().get("dtype") + ", expected one of "
                            + Arrays.toString(ElementType.values()));
        }
        List<Long> shape = numbers(file, name, object.members().get("shape"), "shape");
        List<Long> offsets = numbers(file, name, object.members().get("data_offsets"), "data_offsets");
        if (offsets.size() != 2) {
            throw form(file, "tensor " + name + " has " + offsets.size() + " data_offsets, expected 2");
        }
        return new Entry(ElementType.valueOf(dtype), shape, offsets.get(0), offsets.get(1));
    }

    private static List<Long> numbers(String file, String name, Object value, String key) {
        if (!(value instanceof List<?> list)
                || !list.stream().allMatch(item -> item instanceof Long number && number >= 0)) {
            throw form(file, key + " of tensor " + name + " is not a list of whole numbers that are not negative");
        }
        return list.stream().map(Long.class::cast).toList();
    }

    private static void check(String file, String name, Entry entry, long expected) {
        if (entry.begin() != expected || entry.end() < entry.begin()) {
            throw new SafetensorsException(
                    Reason.INVALID_OFFSET,
                    file + ": tensor " + name + " lies at " + entry.begin() + " to " + entry.end()
                            + ", expected it to begin at " + expected + ", where the one before ends");
        }
        long bits;
        try {
            long elements = 1;
            for (long dim : entry.shape()) {
                if (dim > GREATEST_DIM) {
                    throw new ArithmeticException();
                }
                elements = Math.multiplyExact(elements, dim);
            }
            bits = Math.multiplyExact(elements, entry.type().bits());
        } catch (ArithmeticException _) {
            throw new SafetensorsException(
                    Reason.VALIDATION_OVERFLOW,
                    file + ": tensor " + name + " of shape " + entry.shape() + " is too large for 64 bits");
        }
        if (bits % 8 != 0) {
            throw new SafetensorsException(
                    Reason.MISALIGNED_SLICE,
                    file + ": tensor " + name + " of type " + entry.type() + " and shape " + entry.shape() + " has "
                            + bits + " bits, expected a multiple of 8");
        }
        if (bits / 8 != entry.end() - entry.begin()) {
            throw new SafetensorsException(
                    Reason.TENSOR_INVALID_INFO,
                    file + ": tensor " + name + " of type " + entry.type() + " and shape " + entry.shape() + " needs "
                            + bits / 8 + " bytes, but has " + (entry.end() - entry.begin()));
        }
    }
}
