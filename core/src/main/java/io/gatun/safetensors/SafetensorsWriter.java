package io.gatun.safetensors;

import io.gatun.json.Json;
import io.gatun.op.Transfer;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes safetensors files: aside first, then renamed into place, so a crash leaves the old file whole.
public final class SafetensorsWriter {

    private SafetensorsWriter() {}

    /// Writes tensors and texts. Equal tensors and texts give equal bytes, whatever the order of the maps.
    ///
    /// @throws IOException if the file cannot be written; an old one is then as it was
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparing((Map.Entry<String, Tensor> e) -> ElementType.of(e.getValue().dtype()))
                .reversed()
                .thenComparing(Map.Entry::getKey));
        Path aside = path.resolveSibling(path.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            fully(channel, header(ordered, metadata));
            for (Map.Entry<String, Tensor> entry : ordered) {
                Tensor tensor = entry.getValue();
                byte[] bytes = new byte[Math.toIntExact(tensor.size() * tensor.dtype().bytes())];
                Transfer.read(tensor, MemorySegment.ofArray(bytes));
                fully(channel, ByteBuffer.wrap(bytes));
            }
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void fully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer header(List<Map.Entry<String, Tensor>> ordered, Map<String, String> metadata) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            json.put("__metadata__", new TreeMap<>(metadata));
        }
        long at = 0;
        for (Map.Entry<String, Tensor> entry : ordered) {
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
        int padded = Math.ceilDiv(text.length, 8) * 8;
        byte[] bytes = new byte[8 + padded];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
        return ByteBuffer.wrap(bytes);
    }
}
