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
import java.util.stream.Collectors;

/// An open safetensors file: mapped into memory, tensors are read when asked for. Files of any length are
/// mapped whole. A file must not be cut while it is open; the writer of this package never does that.
public final class SafetensorsFile implements AutoCloseable {

    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int PREFIX = 8; // the header's length

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
    @SuppressWarnings("MustBeClosedChecker") // close() closes it
    public static SafetensorsFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        boolean done = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < PREFIX) {
                throw new SafetensorsException(
                        Reason.HEADER_TOO_SMALL,
                        path + ": expected at least 8 bytes, got " + size + "; this is no safetensors file");
            }
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, size, arena);
            long length = headerLength(path, all);
            MemorySegment data = all.asSlice(PREFIX + length);
            Header header =
                    Header.parse(path.toString(), all.asSlice(PREFIX, length).asByteBuffer(), data.byteSize());
            done = true;
            return new SafetensorsFile(path, arena, data, header);
        } finally {
            if (!done) {
                arena.close();
            }
        }
    }

    private static long headerLength(Path path, MemorySegment all) {
        long length = all.get(LENGTH, 0);
        if (length < 0 || length > Header.GREATEST) {
            throw new SafetensorsException(
                    Reason.HEADER_TOO_LARGE,
                    path + ": expected a header of at most " + Header.GREATEST + " bytes, its length is given as "
                            + Long.toUnsignedString(length) + "; this is no safetensors file");
        }
        if (PREFIX + length > all.byteSize()) {
            throw new SafetensorsException(
                    Reason.INVALID_HEADER_LENGTH,
                    path + ": expected a header of " + length + " bytes, but the file has only " + all.byteSize()
                            + "; it is cut off or no safetensors file");
        }
        return length;
    }

    /// Returns the names of the tensors, in the order of their elements in the file.
    public Set<String> names() {
        return header.entries().keySet();
    }

    /// Returns whether there is a tensor of this name.
    public boolean has(String name) {
        return header.entries().containsKey(name);
    }

    /// Returns the file's own texts.
    public Map<String, String> metadata() {
        return header.metadata();
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
    /// @throws IllegalArgumentException if there is no such tensor, Gatun has no such element type, or an
    ///     extent does not fit into an `int`
    /// @throws IllegalStateException if the file is closed
    public Tensor tensor(String name) {
        Header.Entry entry = entry(name);
        DType dtype = entry.type()
                .dtype()
                .orElseThrow(() -> new IllegalArgumentException(path + ": expected tensor " + name
                        + " to be of a type that tensors have (BOOL, U8, I8, I32, I64, F16, BF16," + " F32, F64), got "
                        + entry.type()));
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException(path + ": tensor " + name + " was asked for after the file was closed");
        }
        Shape shape = Shape.of(entry.shape().stream()
                .mapToInt(extent -> checkedExtent(name, extent))
                .toArray());
        MemorySegment elements = data.asSlice(entry.begin(), entry.end() - entry.begin());
        if (entry.type() == ElementType.F16) {
            return widened(name, shape, elements);
        }
        return Create.from(new Spec(dtype, shape), elements);
    }

    private Tensor widened(String name, Shape shape, MemorySegment halves) {
        if (shape.size() > Integer.MAX_VALUE - 8) { // the longest array
            throw new IllegalArgumentException(path + ": tensor " + name + " of type F16 has " + shape.size()
                    + " elements, expected fewer than 2^31; store it as BF16 or F32");
        }
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(halves.get(HALF, 2L * i));
        }
        return Tensor.of(shape, values);
    }

    private int checkedExtent(String name, long extent) {
        if (extent > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    path + ": expected extents below 2^31 in tensor " + name + ", got " + extent);
        }
        return (int) extent;
    }

    private Header.Entry entry(String name) {
        Header.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new IllegalArgumentException(path + ": there is no tensor " + name + "; it holds "
                    + names().stream()
                            .limit(10)
                            .collect(Collectors.joining(", ", "", names().size() > 10 ? ", …" : "")));
        }
        return entry;
    }

    /// Unmaps the file. Tensors that were read stay.
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
