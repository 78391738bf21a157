package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The backend's own kernels, with a fault planted in a copy of their sources.
///
/// @param device where they run
/// @param folder where the copy goes
record FaultyKernels(EmulatedDevice device, Path folder) {

    private static final int N = 200;

    /// Returns a family, compiled beside copies of all headers, with a text of one of these files replaced.
    CudaModule compiled(String family, String file, String text, String fault) throws IOException {
        try (Stream<Path> sources = Files.list(Emulator.families().getFirst().getParent())) {
            for (Path source :
                    sources.filter(each -> !each.toString().endsWith(".ptx")).toList()) {
                String content = Files.readString(source);
                boolean changed = source.getFileName().toString().equals(file);
                assertThat(!changed || content.contains(text)).isTrue();
                Files.writeString(
                        folder.resolve(source.getFileName().toString()),
                        changed ? content.replace(text, fault) : content);
            }
        }
        return device.load(Emulator.ofBuild().module(folder.resolve(family + ".cu"), folder));
    }

    /// Returns where a text is in a file of the sources, as messages name a place: `rows.cuh:37`.
    static String place(String file, String text) throws IOException {
        List<String> lines = Files.readAllLines(Emulator.families().getFirst().resolveSibling(file));
        int line = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains(text))
                .findFirst()
                .orElseThrow();
        return file + ":" + (line + 1);
    }

    /// Returns what softmax makes of a row of 200 elements.
    float[] softmax(String file, String text, String fault) throws IOException {
        float[] x = new float[N];
        for (int i = 0; i < N; i++) {
            x[i] = i % 7;
        }
        DeviceMemory from = device.device(x);
        DeviceMemory to = device.context().allocate(4L * N);
        try (CudaStream stream = device.context().stream()) {
            Launch.of(compiled("rows", file, text, fault).function("softmax_f32"))
                    .address(from)
                    .address(to)
                    .int32(0)
                    .int32(1)
                    .int32(N)
                    .run(LaunchShape.of(1, 256), stream);
            stream.synchronize();
        }
        return device.read(to);
    }
}
