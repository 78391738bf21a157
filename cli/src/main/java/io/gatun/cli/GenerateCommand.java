package io.gatun.cli;

import io.gatun.data.EncodedExample;
import io.gatun.decode.BeamSearch;
import io.gatun.decode.Generated;
import io.gatun.decode.Greedy;
import io.gatun.decode.Sampling;
import io.gatun.decode.Source;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.train.ModelDirectory;
import io.gatun.train.SavedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `gatun generate`: a line of text in, a line of text out.
@Command(name = "generate", description = "Answer every line of stdin with a line on stdout.")
final class GenerateCommand implements Callable<Integer> {

    private static final int LONGEST_INPUT = 512;
    private static final int MOST_BEAMS = 1024;
    private static final double LENGTH_PENALTY = 0.6;

    private final GlobalOptions options;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A model directory.")
    private Path model;

    @Option(names = "--beam", paramLabel = "K", description = "Beam search over K sequences (default: greedy).")
    private Integer beam;

    @Option(names = "--max-length", paramLabel = "N", description = "At most N tokens (default: ${DEFAULT-VALUE}).")
    private int maxLength = 128;

    @Option(names = "--sample", description = "Draw tokens instead of taking the most probable.")
    private boolean sample;

    @Option(names = "--temperature", paramLabel = "X", description = "Of --sample (default: ${DEFAULT-VALUE}).")
    private double temperature = 1;

    @Option(names = "--top-k", paramLabel = "N", description = "Of --sample: draw from the N best only (default: all).")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "X",
            description = "Of --sample: draw from the best of sum X (default: all).")
    private double topP = 1;

    GenerateCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Device device = Compute.device(options);
        if (sample && beam != null) {
            throw new IllegalArgumentException("--sample and --beam exclude each other");
        }
        Expect.range("--max-length", maxLength, 1, Expect.MOST);
        if (beam != null) {
            Expect.range("--beam", beam, 1, MOST_BEAMS);
        }
        Generator generator = Generator.seeded(options.seed());
        Optional<Sampling> sampling =
                sample ? Optional.of(new Sampling(temperature, topK, topP, generator)) : Optional.empty();
        Optional<BeamSearch> search = Optional.ofNullable(beam).map(k -> new BeamSearch(k, maxLength, LENGTH_PENALTY));
        SavedModel saved = SavedModel.load(ModelDirectory.open(model)).on(device);
        Greedy greedy = sampling.map(s -> new Greedy(maxLength, s)).orElseGet(() -> Greedy.of(maxLength));
        answer(
                saved,
                source -> search.isPresent()
                        ? search.get().generate(saved.model(), source)
                        : greedy.generate(saved.model(), source));
        return ExitStatus.DONE;
    }

    private void answer(SavedModel saved, Function<Source, List<Generated>> generate) throws IOException {
        Console console = options.console();
        Lines lines = new Lines(console.in());
        for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            String input = new String(line.get(), StandardCharsets.UTF_8);
            int[] ids = EncodedExample.ended(
                    saved.vocabulary().encode(input),
                    LONGEST_INPUT,
                    saved.vocabulary().eosId());
            Generated generated = generate.apply(Source.of(List.of(ids))).get(0);
            String output = saved.vocabulary().decodeWithSentinels(generated.ids());
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("input", input);
            json.put("output", output);
            json.put("score", generated.score());
            console.line(json, output.replace('\n', ' '));
            if (lines.waits()) {
                console.out().flush();
            }
        }
    }
}
