package io.gatun.safetensors;

import io.gatun.file.AtomicFile;
import io.gatun.json.Json;
import io.gatun.kernel.Dense;
import io.gatun.kernel.View;
import io.gatun.op.Transfer;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes safetensors files: aside first, then renamed into place, so a crash leaves the old file whole.
public final class SafetensorsWriter {

    private static final int CHUNK = 1 << 20; // bytes

    private SafetensorsWriter() {}

    /// Writes tensors and texts. Equal tensors and texts give equal bytes, whatever the order of the maps.
    ///
    /// Elements go to the file a megabyte at a time; a tensor that is strided is copied first, and freed before
    /// the next. The file is on the disk when the method returns.
    ///
    /// @throws IOException if the file cannot be written; an old one is then as it was
    /// @throws IllegalArgumentException if a tensor is called `__metadata__`, or the header would be longer than
    ///     readers accept
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparing((Map.Entry<String, Tensor> e) ->
                        ElementType.of(e.getValue().dtype()))
                .reversed()
                .thenComparing(Map.Entry::getKey));
        ByteBuffer header = header(ordered, metadata);
        AtomicFile.write(path, channel -> {
            AtomicFile.fully(channel, header);
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            for (Map.Entry<String, Tensor> entry : ordered) {
                elements(channel, entry.getValue(), chunk);
            }
        });
    }

    private static void elements(FileChannel channel, Tensor x, ByteBuffer chunk) throws IOException {
        Tensor packed = x.contiguous();
        View all = Dense.view(packed);
        int each = all.dtype().bytes();
        for (long at = 0; at < all.size(); at += CHUNK / each) {
            int count = (int) Math.min(CHUNK / each, all.size() - at);
            View part = new View(all.address() + at * each, all.dtype(), Shape.of(count));
            chunk.clear().limit(count * each);
            Transfer.read(Dense.sharing(packed, part), MemorySegment.ofBuffer(chunk));
            AtomicFile.fully(channel, chunk);
        }
        if (packed != x) {
            Dense.release(packed);
        }
    }

    private static ByteBuffer header(List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            json.put(Header.METADATA, new TreeMap<>(metadata));
        }
        long at = 0;
        for (Map.Entry<String, Tensor> entry : ordered) {
            if (entry.getKey().equals(Header.METADATA)) {
                throw new IllegalArgumentException("safetensors: no tensor may be called " + Header.METADATA);
            }
            Tensor tensor = entry.getValue();
            long end = at + tensor.size() * tensor.dtype().bytes();
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("dtype", ElementType.of(tensor.dtype()).name());
            info.put("shape", Arrays.stream(tensor.shape().toArray()).boxed().toList());
            info.put("data_offsets", List.of(at, end));
            json.put(entry.getKey(), info);
            at = end;
        }
        byte[] text = Json.write(json).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(text.length, 8) * 8; // the elements begin aligned
        if (padded > Header.GREATEST) {
            throw new IllegalArgumentException("safetensors: expected names, shapes and texts of at most "
                    + Header.GREATEST + " bytes in all, got " + padded);
        }
        byte[] bytes = new byte[8 + padded];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
        return ByteBuffer.wrap(bytes);
    }
}
