package io.gatun.cli;

import io.gatun.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun tokenizer encode`: a line of ids for every line of text.
@Command(name = "encode", description = "Write the ids of every line of stdin, separated by one space; on the CPU.")
final class TokenizerEncode implements Callable<Integer> {

    private final GlobalOptions options;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "A SentencePiece model.")
    private Path model;

    @Option(names = "--pieces", description = "Write the pieces instead of their ids.")
    private boolean pieces;

    TokenizerEncode(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Compute.check(options);
        Tokenizer tokenizer = Tokenizer.load(model);
        Console console = options.console();
        Lines lines = new Lines(console.in());
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            List<?> encoded = pieces
                    ? tokenizer.pieces(line.get())
                    : Arrays.stream(tokenizer.encode(line.get())).boxed().toList();
            String name = pieces ? "pieces" : "ids";
            console.line(
                    Map.of(name, encoded),
                    encoded.stream().map(Object::toString).collect(Collectors.joining(" ")));
            if (lines.waits()) {
                console.out().flush();
            }
        }
        return ExitStatus.DONE;
    }
}
