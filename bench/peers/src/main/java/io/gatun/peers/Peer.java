package io.gatun.peers;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Measures libtorch on one case and prints a line of JSON: `Peer SETTING CASE THREADS [KEY=VALUE …]`; or checks cases
/// without loading it: `Peer --check CASE [KEY=VALUE …] …`.
public final class Peer {

    private Peer() {}

    /// Runs the case.
    public static void main(String... arguments) throws IOException {
        List<String> given = List.of(arguments);
        try {
            if (given.getFirst().equals("--check")) {
                List<Request> _ = Request.parse(given.subList(1, given.size()));
            } else {
                int threads = threads(given.get(2));
                List<String> words = new ArrayList<>(given.subList(3, given.size()));
                words.addFirst(given.get(1));
                measure(given.getFirst(), one(Request.parse(words)), threads);
            }
        } catch (IllegalArgumentException e) {
            System.err.println("peers: " + e.getMessage());
            System.exit(2);
        }
    }

    private static int threads(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("expected THREADS to be a whole number of at least 1, got '" + text
                    + "'; the order is pt|pt-fast CASE THREADS [KEY=VALUE …]");
        }
        return Integer.parseInt(text);
    }

    private static Request one(List<Request> requests) {
        if (requests.size() > 1) {
            throw new IllegalArgumentException(
                    "expected one case, got '" + requests.get(1).name() + "' too; options are KEY=VALUE");
        }
        return requests.getFirst();
    }

    private static void measure(String setting, Request request, int threads) throws IOException {
        set_num_threads(threads);
        manual_seed(1);
        Line line = new Line().put("peer", setting).put("case", request.name()).put("threads", threads);
        String[] parts = request.parts();
        switch (parts[0]) {
            case "gemm", "gemmnt", "gemmtn", "linear" -> ProductCases.run(parts, request.options(), line);
            case "op" -> OpCases.run(parts, request.options(), line);
            default -> ModelCases.run(parts, request.options(), line);
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
