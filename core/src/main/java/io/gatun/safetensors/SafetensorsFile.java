package io.gatun.safetensors;

import io.gatun.kernel.Spec;
import io.gatun.op.Create;
import io.gatun.safetensors.SafetensorsException.Reason;
import io.gatun.tensor.DType;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An open safetensors file: mapped into memory, tensors are read when asked for.
public final class SafetensorsFile implements AutoCloseable {

    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort HALF =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path path;
    private final Arena arena;
    private final MemorySegment data;
    private final Header header;

    private SafetensorsFile(Path path, Arena arena, MemorySegment data, Header header) {
        this.path = path;
        this.arena = arena;
        this.data = data;
        this.header = header;
    }

    /// Opens a file and checks its header by every rule of the format.
    ///
    /// @throws IOException if it cannot be read
    /// @throws SafetensorsException if it breaks a rule
    public static SafetensorsFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerSize = headerSize(path, channel, size, arena);
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, size, arena);
            MemorySegment data = all.asSlice(8 + headerSize);
            Header header = Header.parse(
                    path.toString(), all.asSlice(8, headerSize).asByteBuffer(), data.byteSize());
            return new SafetensorsFile(path, arena, data, header);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static long headerSize(Path path, FileChannel channel, long size, Arena arena) throws IOException {
        if (size < 8) {
            throw new SafetensorsException(
                    Reason.HEADER_TOO_SMALL, path + ": expected at least 8 bytes, the file has " + size);
        }
        long headerSize = channel.map(MapMode.READ_ONLY, 0, 8, arena).get(LENGTH, 0);
        if (headerSize < 0 || headerSize > Header.GREATEST) {
            throw new SafetensorsException(
                    Reason.HEADER_TOO_LARGE,
                    path + ": expected a header of at most " + Header.GREATEST + " bytes, it is said to have "
                            + Long.toUnsignedString(headerSize) + "; this is no safetensors file");
        }
        if (8 + headerSize > size) {
            throw new SafetensorsException(
                    Reason.INVALID_HEADER_LENGTH,
                    path + ": the header is said to have " + headerSize + " bytes, but the file has only " + size);
        }
        return headerSize;
    }

    /// Returns the names of the tensors, in the order of their elements.
    public Set<String> names() {
        return header.entries().keySet();
    }

    /// Returns the file's own texts.
    public Map<String, String> metadata() {
        return Map.copyOf(header.metadata());
    }

    /// Returns the type in which a tensor is stored.
    ///
    /// @throws IllegalArgumentException if there is no such tensor
    public ElementType type(String name) {
        return entry(name).type();
    }

    /// Returns the extents of a tensor.
    ///
    /// @throws IllegalArgumentException if there is no such tensor
    public List<Long> shape(String name) {
        return entry(name).shape();
    }

    /// Returns a copy of a tensor; F16 becomes float32.
    ///
    /// @throws IllegalArgumentException if there is no such tensor, Gatun has no such type, or an extent does not fit
    ///     an int
    public Tensor tensor(String name) {
        Header.Entry entry = entry(name);
        DType dtype = entry.type()
                .dtype()
                .orElseThrow(() -> new IllegalArgumentException(path + ": tensor " + name + " has type " + entry.type()
                        + ", which has no counterpart; expected one of bool, u8, i32, i64, f16, bf16, f32, f64"));
        int[] dims = entry.shape().stream().mapToInt(Math::toIntExact).toArray();
        MemorySegment elements = data.asSlice(entry.begin(), entry.end() - entry.begin());
        if (entry.type() != ElementType.F16) {
            return Create.from(new Spec(dtype, Shape.of(dims)), elements);
        }
        float[] values = new float[Math.toIntExact(elements.byteSize() / 2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(elements.get(HALF, 2L * i));
        }
        return Tensor.of(Shape.of(dims), values);
    }

    private Header.Entry entry(String name) {
        Header.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(path + ": there is no tensor " + name);
        }
        return entry;
    }

    /// Unmaps the file. Tensors that were read stay.
    @Override
    public void close() {
        arena.close();
    }
}
