package io.gatun.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.safetensors.SafetensorsException.Reason;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

    @TempDir
    private Path folder;

    private Path bytes(byte... content) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), content);
    }

    private Path file(String header, int data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return bytes(ByteBuffer.allocate(8 + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array());
    }

    private static void assertRefused(Path path, Reason reason, String detail) {
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOfSatisfying(
                        SafetensorsException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageStartingWith(path + ": ")
                .hasMessageContaining(detail);
    }

    @Test
    void the_documented_example_is_read() throws IOException {
        String header = "{\"test\":{\"dtype\":\"I32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}";
        try (SafetensorsFile file = SafetensorsFile.open(file(header, 16))) {
            assertThat(file.names()).containsExactly("test");
            assertThat(file.type("test")).isEqualTo(ElementType.I32);
            assertThat(file.shape("test")).containsExactly(2L, 2L);
            assertThat(file.tensor("test").toInts()).containsExactly(0, 0, 0, 0);
            assertThat(file.metadata()).isEmpty();
        }
    }

    @Test
    void the_empty_file_holds_nothing() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file("{}      ", 0))) {
            assertThat(file.names()).isEmpty();
        }
    }

    @Test
    void scalars_and_tensors_without_elements_are_read() throws IOException {
        Path path = file(
                "{\"s\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"e\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[8,8]}}",
                8);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensor("s").item()).isZero();
            assertThat(file.tensor("e").shape()).isEqualTo(Shape.of(3, 0));
        }
    }

    @Test
    void half_precision_becomes_float32() throws IOException {
        Path path = file("{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]}}", 6);
        byte[] content = Files.readAllBytes(path);
        ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(content.length - 6, Float.floatToFloat16(1.5f))
                .putShort(content.length - 4, Float.floatToFloat16(-65504))
                .putShort(content.length - 2, Float.floatToFloat16(6e-8f));
        try (SafetensorsFile file = SafetensorsFile.open(bytes(content))) {
            assertThat(file.tensor("h").dtype()).isEqualTo(DType.F32);
            assertThat(file.tensor("h").toArray()).containsExactly(1.5f, -65504, 0x1p-24f);
        }
    }

    @Test
    void other_types_are_listed_but_not_read() throws IOException {
        Path path = file("{\"q\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.type("q")).isEqualTo(ElementType.F8_E4M3);
            assertThatThrownBy(() -> file.tensor("q"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("got F8_E4M3");
        }
    }

    @Test
    void an_unknown_name_is_answered_with_those_there_are() throws IOException {
        Path path = file("{\"q\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.tensor("w")).hasMessage(path + ": there is no tensor w; it holds q");
        }
    }

    @Test
    void a_closed_file_gives_no_tensor_and_closes_again() throws IOException {
        SafetensorsFile file =
                SafetensorsFile.open(file("{\"q\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4));
        Tensor kept = file.tensor("q");
        file.close();
        file.close();

        assertThat(kept.toInts()).containsExactly(0, 0, 0, 0);
        assertThatThrownBy(() -> file.tensor("q")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_missing_file_is_an_io_exception() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void fewer_than_eight_bytes_hold_no_header(int size) throws IOException {
        assertRefused(bytes(new byte[size]), Reason.HEADER_TOO_SMALL, "expected at least 8 bytes, got " + size);
    }

    @ParameterizedTest
    @CsvSource({"100000001, 100000001", "-1, 18446744073709551615", "9223372036854775807, 9223372036854775807"})
    void a_header_may_have_a_hundred_million_bytes(long length, String shown) throws IOException {
        byte[] prefix = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();

        assertRefused(bytes(prefix), Reason.HEADER_TOO_LARGE, "its length is given as " + shown);
    }

    @Test
    void a_header_ends_inside_the_file() throws IOException {
        byte[] prefix = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(9)
                .array();

        assertRefused(bytes(prefix), Reason.INVALID_HEADER_LENGTH, "expected a header of 9 bytes");
    }

    @Test
    void a_header_is_utf_8() throws IOException {
        byte[] content = Files.readAllBytes(file("{\"x\":0}", 0));
        content[10] = (byte) 0xFF;

        assertRefused(bytes(content), Reason.INVALID_HEADER, "expected a header in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                " {}",
                "{",
                "{}x",
                "{'a':1}",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[18446744073709551615],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,-4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                "{\"__metadata__\":{\"a\":1}}",
                "{\"__metadata__\":\"a\"}",
            })
    void a_header_is_json_of_the_wanted_form(String header) throws IOException {
        assertRefused(file(header, 4), Reason.INVALID_HEADER_DESERIALIZATION, "not that of a safetensors file");
    }

    @ParameterizedTest
    @CsvSource({"4,8, 8,12, 12", "0,4, 8,12, 12", "0,8, 4,12, 12", "0,4, 0,4, 4", "0,4, 4,0, 4"})
    void tensors_lie_one_behind_the_other(int a, int b, int c, int d, int size) throws IOException {
        String header = "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + a + "," + b
                + "]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + c + "," + d + "]}}";
        Path path = file(header, size);

        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOfSatisfying(
                        SafetensorsException.class,
                        e -> assertThat(e.reason()).isIn(Reason.INVALID_OFFSET, Reason.TENSOR_INVALID_INFO))
                .hasMessageMatching(".*tensor [xy] .*");
    }

    @Test
    void a_hole_between_tensors_is_refused_by_name() throws IOException {
        String header = "{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                + "\"y\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[5,9]}}";

        assertRefused(
                file(header, 9),
                Reason.INVALID_OFFSET,
                "tensor y lies at 5 to 9, expected it to begin at 4, where the one before ends");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[4294967296,4294967296]", "[281474976710656]", "[1099511627776,1048576]"})
    void sizes_fit_into_64_bits(String shape) throws IOException {
        String header = "{\"x\":{\"dtype\":\"F64\",\"shape\":" + shape + ",\"data_offsets\":[0,8]}}";

        assertRefused(file(header, 8), Reason.VALIDATION_OVERFLOW, "tensor x of shape ");
    }

    @Test
    void elements_fill_whole_bytes() throws IOException {
        String header = "{\"x\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,1]}}";

        assertRefused(file(header, 1), Reason.MISALIGNED_SLICE, "has 12 bits, expected a multiple of 8");
    }

    @Test
    void offsets_agree_with_shape_and_type() throws IOException {
        String header = "{\"x\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,8]}}";

        assertRefused(file(header, 8), Reason.TENSOR_INVALID_INFO, "needs 6 bytes, but has 8");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void the_last_tensor_ends_where_the_file_does(int data) throws IOException {
        String header = "{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}";

        assertRefused(
                file(header, data),
                Reason.METADATA_INCOMPLETE_BUFFER,
                "the tensors end after 4 bytes, but " + data + " follow");
    }

    @Test
    void no_damage_to_a_file_does_more_than_refuse_it_or_change_elements() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        SafetensorsWriter.write(
                whole,
                Map.of("weight", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), "ids", Tensor.ofInts(Shape.of(2), 7, 8)),
                Map.of("format", "pt"));
        byte[] good = Files.readAllBytes(whole);
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 800; i++) {
            byte[] bad = java.util.Arrays.copyOf(good, i < good.length ? i : good.length);
            for (int flips = i < good.length ? 0 : 1 + i % 3; flips > 0; flips--) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path path = bytes(bad);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                for (String name : file.names()) {
                    if (file.type(name).dtype().isPresent()) {
                        assertThat(file.tensor(name).size()).isLessThanOrEqualTo(good.length);
                    }
                }
            } catch (SafetensorsException e) {
                assertThat(e).hasMessageStartingWith(path + ": ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }
}
