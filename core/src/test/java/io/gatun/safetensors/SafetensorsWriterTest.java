package io.gatun.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

    @TempDir
    private Path folder;

    @Test
    void every_type_comes_back_as_it_was() throws IOException {
        Path path = folder.resolve("types.safetensors");
        Tensor x = Tensor.of(Shape.of(2, 3), -1.5f, 0, Float.NaN, 3, 1e30f, -0f);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            tensors.put(dtype + "/é", x.to(dtype));
        }
        SafetensorsWriter.write(path, tensors, Map.of("made by", "a \"test\""));

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsExactly(Map.entry("made by", "a \"test\""));
            assertThat(file.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                assertThat(file.tensor(name).dtype()).isEqualTo(tensor.dtype());
                assertThat(file.tensor(name).toDoubles()).containsExactly(tensor.toDoubles());
            });
        }
    }

    @Test
    void strided_tensors_scalars_and_empty_ones_are_written_row_by_row() throws IOException {
        Path path = folder.resolve("views.safetensors");
        Tensor x = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        SafetensorsWriter.write(
                path, Map.of("t", x.transpose(), "s", Tensor.scalar(7), "e", Tensor.zeros(0, 4)), Map.of());

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensor("t").toArray()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(file.tensor("s").shape()).isEqualTo(Shape.SCALAR);
            assertThat(file.tensor("e").shape()).isEqualTo(Shape.of(0, 4));
        }
    }

    @Test
    void a_tensor_larger_than_a_chunk_comes_back() throws IOException {
        Path path = folder.resolve("large.safetensors");
        Tensor x = Tensor.uniform(Generator.seeded(1), 300, 1001);
        SafetensorsWriter.write(path, Map.of("x", x), Map.of());

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensor("x").toArray()).isEqualTo(x.toArray());
        }
    }

    @Test
    void the_header_is_sorted_by_descending_type_then_name_and_padded() throws IOException {
        Path path = folder.resolve("sorted.safetensors");
        SafetensorsWriter.write(
                path,
                Map.of(
                        "b",
                        Tensor.ofInts(Shape.of(1), 1),
                        "a",
                        Tensor.ofInts(Shape.of(1), 2),
                        "z",
                        Tensor.of(1),
                        "y",
                        Tensor.ofBooleans(Shape.of(1), true)),
                Map.of());

        byte[] bytes = Files.readAllBytes(path);

        String header = new String(bytes, 8, (bytes[0] & 0xFF) + (bytes[1] << 8), StandardCharsets.UTF_8);
        assertThat(header)
                .isEqualTo("{\"z\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"a\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                        + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"y\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[12,13]}}"
                        + " ".repeat(header.length() - header.stripTrailing().length()));
        assertThat(header.length() % 8).isZero();
        assertThat(bytes).hasSize(8 + header.length() + 13);
    }

    @Test
    void a_file_without_tensors_is_the_documented_one() throws IOException {
        Path path = folder.resolve("empty.safetensors");

        SafetensorsWriter.write(path, Map.of(), Map.of());

        assertThat(Files.readAllBytes(path)).containsExactly(8, 0, 0, 0, 0, 0, 0, 0, '{', '}', 32, 32, 32, 32, 32, 32);
    }

    @Test
    void equal_tensors_give_equal_bytes_whatever_the_order_of_the_map() throws IOException {
        Map<String, Tensor> forward = new LinkedHashMap<>();
        Map<String, Tensor> backward = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forward.put("w" + i, Tensor.full(DType.F32, Shape.of(3), i));
            backward.put("w" + (19 - i), Tensor.full(DType.F32, Shape.of(3), 19 - i));
        }
        SafetensorsWriter.write(folder.resolve("a"), forward, new TreeMap<>(Map.of("a", "1", "b", "2")));
        SafetensorsWriter.write(folder.resolve("b"), backward, new LinkedHashMap<>(Map.of("b", "2", "a", "1")));

        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    }

    @Test
    void a_failed_write_leaves_the_old_file_and_nothing_beside_it() throws IOException {
        Path path = folder.resolve("model.safetensors");
        SafetensorsWriter.write(path, Map.of("x", Tensor.of(1)), Map.of());
        Tensor freed = Memory.scope(() -> Tensor.ones(3));

        assertThatThrownBy(() -> SafetensorsWriter.write(path, Map.of("x", freed), Map.of()))
                .isInstanceOf(IllegalStateException.class);

        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.tensor("x").toArray()).containsExactly(1);
        }
        assertThat(folder.toFile().list()).containsExactly("model.safetensors");
    }

    @Test
    void a_folder_that_is_not_there_is_an_io_exception() {
        assertThatThrownBy(() -> SafetensorsWriter.write(folder.resolve("no/x"), Map.of(), Map.of()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void no_tensor_is_called_as_the_metadata() {
        assertThatThrownBy(() ->
                        SafetensorsWriter.write(folder.resolve("x"), Map.of("__metadata__", Tensor.of(1)), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safetensors: no tensor may be called __metadata__");
    }
}
