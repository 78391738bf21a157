package io.gatun.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void reads_every_kind_of_value() {
        JsonObject read = Json.parseObject(
                " {\"s\":\"a\\\"\\u00e9\\ud83d\\ude00\\n\",\"i\":-12,\"d\":1.5e2,\"t\":true,\"f\":false,\"n\":null,\"l\":[1,[],{}]} ",
                "x");

        assertThat(read.string("s")).isEqualTo("a\"é😀\n");
        assertThat(read.integer("i")).isEqualTo(-12);
        assertThat(read.number("d")).isEqualTo(150.0);
        assertThat(read.number("i")).isEqualTo(-12.0);
        assertThat(read.bool("t")).isTrue();
        assertThat(read.bool("f")).isFalse();
        assertThat(read.has("n")).isTrue();
        assertThat(read.list("l")).hasSize(3);
        assertThat(read.members().keySet()).containsExactly("s", "i", "d", "t", "f", "n", "l");
        assertThat(read.orElse("n", read::integer, 7L)).isEqualTo(7L);
    }

    @Test
    void keeps_the_largest_long_and_makes_a_double_of_more() {
        assertThat(Json.parse("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(Json.parse("9223372036854775808")).isEqualTo(0x1p63);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1 2]",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "1e999",
                "tru",
                "truex",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\ud800\"",
                "\"\\ud800a\"",
                "\"\t\"",
                "{} {}",
                "// c\n1",
                "\ufeff1",
                "{\"a\" 1}",
                "{1:2}",
                "[",
                "]",
                "\"\\u\uff11\uff11\uff11\uff11\"",
                "1,"
            })
    void refuses_what_is_not_json(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("json: line ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2}|json: line 1, column 8: expected each key once, got \"a\" again",
                "[1;2]|json: line 1, column 3: expected ',' or ']', got ';'",
                "[1|json: line 1, column 3: expected ',' or ']', got the end of the text",
            })
    void says_where_what_was_found_and_what_was_expected(String text, String message) {
        assertThatThrownBy(() -> Json.parse(text)).hasMessage(message);
    }

    @Test
    void counts_lines() {
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": x\n}"))
                .hasMessage("json: line 2, column 8: expected a value, got 'x'");
    }

    @Test
    void refuses_deep_nesting_before_the_stack_ends() {
        assertThat(Json.parse("[".repeat(256) + "]".repeat(256))).isInstanceOf(List.class);
        assertThatThrownBy(() -> Json.parse("[".repeat(1_000_000)))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("256 levels");
    }

    @Test
    void refuses_bytes_that_are_not_utf_8() {
        assertThatThrownBy(() -> Json.parse(ByteBuffer.wrap(new byte[] {'"', (byte) 0xc3, '"'})))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void accessors_name_the_way_and_the_types() {
        JsonObject read = Json.parseObject("{\"a\":{\"b\":\"x\"},\"l\":[1,\"2\"]}", "config.json");

        assertThatThrownBy(() -> read.object("a").integer("b"))
                .hasMessage("config.json: a: b: expected a whole number, got \"x\"");
        assertThatThrownBy(() -> read.integers("l"))
                .hasMessage("config.json: l[1]: expected a whole number, got \"2\"");
        assertThatThrownBy(() -> read.string("c")).hasMessage("config.json: expected a member \"c\", got only [a, l]");
        assertThatThrownBy(() -> Json.parseObject("[]", "config.json"))
                .hasMessage("config.json: expected a JSON object, got a list of 0");
        assertThatThrownBy(() -> Json.parseObject("{\"n\":4294967296}", "c").int32("n"))
                .hasMessage("c: n: expected a whole number of 32 bits, got 4294967296");
    }

    @Test
    void writes_what_it_reads() {
        String text = "{\"a\":[1,2.5,-1.0E-7,\"\\\"\\\\\\n\\u0001é😀/\",true,null,{}],\"b\":[]}";

        assertThat(Json.write(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void writes_indented_in_the_order_of_the_map() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", Arrays.asList(1, null));
        map.put("a", Map.of());

        assertThat(Json.pretty(map)).isEqualTo("""
                {
                  "z": [
                    1,
                    null
                  ],
                  "a": {}
                }
                """);
    }

    @Test
    void refuses_to_write_what_json_has_not() {
        assertThatThrownBy(() -> Json.write(List.of(Double.NaN))).hasMessageContaining("finite number, got NaN");
        assertThatThrownBy(() -> Json.write(Float.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> Json.write("\ud800")).hasMessageContaining("surrogate");
        assertThatThrownBy(() -> Json.write(Map.of(1, 2))).hasMessageContaining("string as key");
        assertThatThrownBy(() -> Json.write(new Object())).hasMessageContaining("java.lang.Object");
    }
}
