package io.gatun.cli;

import io.gatun.cli.report.CpuShare;
import io.gatun.cli.report.Scaling;
import io.gatun.cli.report.ScalingPoint;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.data.SpanCorruption;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.Flops;
import io.gatun.models.ModelConfig;
import io.gatun.models.Presets;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.text.Vocabulary;
import io.gatun.train.Speed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `gatun scaling`: the paper's figure of speed and operations against the length of a sequence.
@Command(
        name = "scaling",
        description = "Measure speed and memory, and count operations, by architecture and length; draw them.")
final class ScalingCommand implements Callable<Integer> {

    private static final List<Integer> LENGTHS = List.of(64, 128, 256, 512, 1024, 2048, 4096);
    private static final int CONVOLUTIONS_TOO = 8192;
    private static final Speed.Effort FEW = new Speed.Effort(2, 0);

    private final GlobalOptions options;
    private Device device;

    @Option(
            names = "--lengths",
            split = ",",
            paramLabel = "L",
            description = "Tokens of an input (default: 64 to 4096, and 8192 for convolutions).")
    private List<Integer> lengths;

    @Option(names = "--archs", split = ",", paramLabel = "A", description = "Architectures (default: all four).")
    private List<String> archs =
            Arrays.stream(Architecture.values()).map(Architecture::toString).toList();

    @Option(names = "--preset", paramLabel = "P", description = "Size of the models (default: ${DEFAULT-VALUE}).")
    private String preset = "tiny";

    @Mixin
    private ShapeOptions shape;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "About how many tokens the inputs of a batch have (default: ${DEFAULT-VALUE}).")
    private int tokens = 4096;

    @Option(
            names = "--warm-seconds",
            paramLabel = "X",
            description = "How long each architecture trains before it is timed (default: ${DEFAULT-VALUE}).")
    private double warmSeconds = 12;

    @Option(
            names = "--seconds",
            paramLabel = "X",
            description = "How long each point is timed at least, for either kind (default: ${DEFAULT-VALUE}).")
    private double seconds = 1;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where results are kept.")
    private Path out;

    ScalingCommand(GlobalOptions options) {
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        device = Compute.device(options);
        List<Architecture> compared = compared();
        Scaling scaling = begin();
        try (Interruption interruption = new Interruption(options.console())) {
            for (Architecture arch : compared) {
                boolean warm = false;
                for (int length : lengths(arch)) {
                    if (scaling.point(arch.toString(), length)
                            .flatMap(ScalingPoint::speed)
                            .isPresent()) {
                        continue; // what did not fit into memory may fit now
                    }
                    if (!warm) {
                        warm = true;
                        measure(arch, lengths(arch).getFirst(), new Speed.Effort(2, warmSeconds / 2), FEW);
                    }
                    ScalingPoint point = measure(arch, length, FEW, new Speed.Effort(3, seconds));
                    scaling = scaling.with(point);
                    scaling.write(out);
                    options.console().result(point.toJson(), text(point));
                    if (interruption.requested()) {
                        return ExitStatus.INTERRUPTED;
                    }
                }
            }
        }
        scaling.write(out);
        options.console().note("done: " + out.resolve("scaling.html"));
        return ExitStatus.DONE;
    }

    private List<Architecture> compared() {
        Expect.range("--tokens", tokens, 1, 1 << 24);
        Expect.finite("--warm-seconds", warmSeconds, true);
        Expect.finite("--seconds", seconds, true);
        if (lengths != null) {
            lengths.forEach(length -> Expect.range("--lengths", length, 4, Expect.MOST));
        }
        List<Architecture> compared = archs.stream()
                .map(name -> Architecture.named(name.toLowerCase(Locale.ROOT)))
                .toList();
        compared.forEach(this::config); // wrong values are found before any work is done
        return compared;
    }

    private List<Integer> lengths(Architecture arch) {
        if (lengths != null) {
            return lengths.stream().distinct().sorted().toList();
        }
        List<Integer> all = new ArrayList<>(LENGTHS);
        if (arch.isConvolution()) {
            all.add(CONVOLUTIONS_TOO);
        }
        return all;
    }

    private ModelConfig config(Architecture arch) {
        int pieces = Presets.pieces(preset) + Vocabulary.T5_SENTINELS;
        int rows = Math.ceilDiv(pieces, Vocabulary.ROW_MULTIPLE) * Vocabulary.ROW_MULTIPLE;
        return shape.applyToOneOfMany(Presets.of(preset, arch, rows).withDropout(0));
    }

    /// Takes up what is there.
    private Scaling begin() throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("preset", preset);
        settings.putAll(shape.given());
        settings.put("tokens", tokens);
        settings.put("warm_seconds", warmSeconds);
        settings.put("seconds", seconds);
        settings.put("seed", options.seed());
        settings.put("threads", options.threads());
        Optional<Scaling> found = Scaling.read(out);
        if (found.isPresent()) {
            SettingsFile.compare(out, found.get().settings(), settings);
            sameMachine(found.get().machine());
            return found.get();
        }
        return new Scaling(settings, Machine.describe(device), List.of());
    }

    /// Points are set against each other, so one machine must have measured them all.
    private void sameMachine(Map<String, Object> before) {
        Machine.describe(device).forEach((name, now) -> {
            Object then = before.getOrDefault(name, now);
            if (!now.equals(then)) {
                throw new IllegalArgumentException(
                        "%s was measured on %s %s, this is %s: speeds of two machines do not stand beside each other; give another --out"
                                .formatted(out, name, then, now));
            }
        });
    }

    private ScalingPoint measure(Architecture arch, int length, Speed.Effort warmUp, Speed.Effort measured) {
        ModelConfig config = config(arch);
        int target = targets(length);
        int rows = Math.max(1, tokens / length);
        Flops flops = new Flops(config);
        return Memory.scope(() -> {
            Optional<ScalingPoint.Measured> speed;
            EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(options.seed()))
                    .on(device);
            double all = (double) rows * (length + target);
            try {
                Speed found = Speed.of(
                        model, batch(rows, length, target, config.size().vocab()), warmUp, measured);
                speed = Optional.of(new ScalingPoint.Measured(
                        all / found.forwardSeconds(),
                        all / found.trainingSeconds(),
                        found.peakBytes(),
                        found.cpuShare()));
            } catch (OutOfMemoryError _) {
                speed = Optional.empty();
            }
            return new ScalingPoint(
                    arch.toString(),
                    length,
                    target,
                    rows,
                    model.parameterCount(),
                    flops.forward(length, target),
                    flops.training(length, target),
                    speed);
        });
    }

    /// Returns how long the target of an input of this length is in pre-training.
    private static int targets(int length) {
        SpanCorruption.Sentinels any = new SpanCorruption.Sentinels(0, 0);
        return SpanCorruption.t5(any, 1).lengths(length).targets();
    }

    private Batch batch(int rows, int length, int target, int vocab) {
        Random random = new Random(options.seed());
        List<EncodedExample> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            examples.add(new EncodedExample(
                    random.ints(length, 2, vocab).toArray(),
                    random.ints(target, 2, vocab).toArray()));
        }
        return Batch.of(examples, 1, new int[rows]);
    }

    private static String text(ScalingPoint point) {
        return point.speed()
                .map(measured -> String.format(
                        Locale.ROOT,
                        "%-12s %5d tokens: training %8.0f tokens/s, forward %8.0f tokens/s, %6.1f MiB, processor %s %%",
                        point.arch(),
                        point.length(),
                        measured.trainingTokensPerSecond(),
                        measured.forwardTokensPerSecond(),
                        measured.peakBytes() / 1048576.0,
                        CpuShare.write(measured.cpuShare())))
                .orElse("%-12s %5d tokens: out of memory".formatted(point.arch(), point.length()));
    }
}
