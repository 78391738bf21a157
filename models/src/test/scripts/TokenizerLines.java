import io.gatun.text.Normalization;
import io.gatun.text.Tokenizer;
import io.gatun.text.TokenizerTrainer;
import io.gatun.text.TrainerSettings;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Applies the tokenizer to files line by line, for `tokenizer_oracle.py`. Lines end at LF only.
///
/// `java -cp models/target/classes TokenizerLines.java ids|pieces|text|speed MODEL IN OUT`, or
/// `... train IN VOCAB OUT nfkc|identity bytes|nobytes COVERAGE`.
final class TokenizerLines {

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "train" -> train(args);
            case "speed" -> speed(args);
            default -> apply(args);
        }
    }

    private static void apply(String[] args) throws IOException {
        Tokenizer tokenizer = Tokenizer.load(Path.of(args[1]));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[3])))) {
            for (byte[] line : lines(Path.of(args[2]))) {
                String result =
                        switch (args[0]) {
                            case "ids" ->
                                Arrays.stream(tokenizer.encode(line))
                                        .mapToObj(Integer::toString)
                                        .collect(Collectors.joining(" "));
                            case "pieces" -> String.join(" ", tokenizer.pieces(line));
                            case "text" -> tokenizer.decode(numbers(new String(line, StandardCharsets.US_ASCII)));
                            default -> throw new IllegalArgumentException("unknown command " + args[0]);
                        };
                out.write(result.getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
    }

    private static int[] numbers(String line) {
        return line.isBlank()
                ? new int[0]
                : Arrays.stream(line.strip().split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static List<byte[]> lines(Path file) throws IOException {
        byte[] data = Files.readAllBytes(file);
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                lines.add(Arrays.copyOfRange(data, start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    private static List<String> texts(Path file) throws IOException {
        return lines(file).stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    private static void train(String[] args) throws IOException {
        TrainerSettings settings = TrainerSettings.t5(Integer.parseInt(args[2]))
                .withNormalization(Normalization.valueOf(args[4].toUpperCase(java.util.Locale.ROOT)))
                .withByteFallback(args[5].equals("bytes"))
                .withCharacterCoverage(Double.parseDouble(args[6]));
        List<String> corpus = texts(Path.of(args[1]));
        long start = System.nanoTime();
        new TokenizerTrainer(settings).train(corpus).save(Path.of(args[3]));
        System.out.printf(
                "  trained in %.1f s; %.1f s of CPU time with the start%n",
                (System.nanoTime() - start) / 1e9,
                ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3);
    }

    private static void speed(String[] args) throws IOException {
        Tokenizer tokenizer = Tokenizer.load(Path.of(args[1]));
        List<String> corpus = texts(Path.of(args[2]));
        // others may want the processor too
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double best = 0;
        for (int round = 0; round < 8; round++) {
            long start = threads.getCurrentThreadCpuTime();
            long tokens = 0;
            for (String line : corpus) {
                tokens += tokenizer.encode(line).length;
            }
            double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
            best = Math.max(best, tokens == 0 ? 0 : Files.size(Path.of(args[2])) / seconds / 1e6);
        }
        System.out.printf("  encodes %.1f MB per second of CPU time (best of 8)%n", best);
    }
}
