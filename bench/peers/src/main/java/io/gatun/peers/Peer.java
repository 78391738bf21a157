package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Measures libtorch on one case and prints a line of JSON: `Peer SETTING CASE THREADS [KEY=VALUE …]`.
public final class Peer {

    private static final Set<String> OF_ALL = Set.of("warm", "warm_secs", "iters", "secs");
    private static final Set<String> OF_MODELS =
            Set.of("warm", "warm_secs", "iters", "secs", "B", "S", "T", "N", "drop", "opt", "phase", "conv", "dyn");

    private Peer() {}

    /// Runs the case.
    public static void main(String... arguments) throws IOException {
        List<String> given = List.of(arguments);
        String name = given.get(1);
        int threads = Integer.parseInt(given.get(2));
        boolean model = name.startsWith("train:") || name.startsWith("eval:") || name.startsWith("decode:");
        Options options = Options.parse(given.subList(3, given.size())).only(model ? OF_MODELS : OF_ALL);
        set_num_threads(threads);
        manual_seed(1);
        Line line = new Line().put("peer", given.get(0)).put("case", name).put("threads", threads);
        String[] parts = name.split(":", -1);
        switch (parts[0]) {
            case "gemm", "gemmnt", "gemmtn", "linear" -> ProductCases.run(parts, options, line);
            case "op" -> OpCases.run(parts, options, line);
            case "train", "eval", "decode" -> ModelCases.run(parts, options, line);
            default -> throw new IllegalArgumentException("no case is called '" + name + "'");
        }
        line.put("rss_peak_mb", peakMegabytes());
        System.out.println(line);
        System.out.flush();
        Runtime.getRuntime().halt(0); // libtorch's own threads would keep the process
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
