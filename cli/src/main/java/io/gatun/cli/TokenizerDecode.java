package io.gatun.cli;

import io.gatun.text.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun tokenizer decode`: a line of text for every line of ids.
@Command(name = "decode", description = "Write the text of every line of ids of stdin; on the CPU.")
final class TokenizerDecode implements Callable<Integer> {

    private final GlobalOptions options;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A SentencePiece model.")
    private Path model;

    TokenizerDecode(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Compute.check(options);
        Tokenizer tokenizer = Tokenizer.load(model);
        Console console = options.console();
        Lines lines = new Lines(console.in());
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            String text = tokenizer.decode(ids(line.get(), lines.number(), tokenizer.vocabSize()));
            console.line(Map.of("text", text), text);
            if (lines.waits()) {
                console.out().flush();
            }
        }
        return ExitStatus.DONE;
    }

    private static int[] ids(byte[] line, long number, int size) {
        String text = new String(line, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] words = text.split("\\s+", -1);
        int[] ids = new int[words.length];
        for (int i = 0; i < words.length; i++) {
            try {
                ids[i] = Integer.parseInt(words[i]);
            } catch (NumberFormatException _) {
                ids[i] = -1;
            }
            if (ids[i] < 0 || ids[i] >= size) {
                throw new IllegalArgumentException(
                        "line %d: expected ids from 0 to %d, got %s".formatted(number, size - 1, words[i]));
            }
        }
        return ids;
    }
}
