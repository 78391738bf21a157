package io.gatun.cli.bench;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.decode.Greedy;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.models.Presets;
import io.gatun.nn.Pass;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.optim.Optimizer;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Whole models on random tokens without padding: a training step (`train`), the encoder alone (`eval`), greedy
/// generation with caches and without an early end (`decode`).
final class ModelWork implements Work {

    private static final Map<String, Architecture> ARCHITECTURES =
            Map.of("t5", Architecture.TRANSFORMER, "lc", Architecture.LIGHTWEIGHT, "dc", Architecture.DYNAMIC);
    private static final double RATE = 1e-4;

    private final EncoderDecoder model;
    private final DoubleSupplier iteration;
    private final Amount amount;
    private double first = Double.NaN;
    private double last = Double.NaN;

    private ModelWork(EncoderDecoder model, DoubleSupplier iteration, Amount amount) {
        this.model = model;
        this.iteration = iteration;
        this.amount = amount;
    }

    static List<String> models() {
        return List.of("t5-mini", "lc-mini", "dc-mini", "t5-small", "lc-small", "dc-small");
    }

    static Supplier<Work> of(Case asked, long seed) {
        String[] parts = asked.parts();
        if (parts.length != 2 || !parts[1].matches("(t5|lc|dc)-(mini|small|base)")) {
            throw asked.unknown(parts[0] + ":MODEL with MODEL one of t5, lc, dc, a dash, and mini, small or base");
        }
        asked.word("dtype", "f32");
        String[] name = parts[1].split("-", -1);
        double dropout = asked.number("drop", 0);
        if (dropout >= 1) {
            throw new IllegalArgumentException("bench: " + asked.name() + ": expected drop below 1, got " + dropout);
        }
        ModelConfig config = Presets.of(name[1], ARCHITECTURES.get(name[0]), name[1].equals("mini") ? 8192 : 32128)
                .withDropout(dropout);
        Sizes sizes = new Sizes(asked.count("B", 8), asked.count("S", 128));
        int heads = config.size().heads();
        asked.checkSize(sizes.rows, sizes.source, config.size().dFf());
        boolean attends = !config.architecture().isConvolution();
        if (attends) {
            asked.checkSize(sizes.rows, heads, sizes.source, sizes.source);
        }
        return switch (parts[0]) {
            case "train" -> {
                Training training = Training.of(asked);
                asked.checkSize(sizes.rows, training.targets, config.size().vocab());
                asked.checkSize(sizes.rows, heads, training.targets, sizes.source);
                if (attends) {
                    asked.checkSize(sizes.rows, heads, training.targets, training.targets);
                }
                yield () -> train(config, sizes, training, seed);
            }
            case "eval" -> () -> eval(EncoderDecoder.create(config, Generator.seeded(seed)), sizes, seed);
            default -> {
                int steps = asked.count("N", 64);
                asked.checkSize(sizes.rows, steps, config.size().dModel());
                yield () -> decode(EncoderDecoder.create(config, Generator.seeded(seed)), sizes, steps, seed);
            }
        };
    }

    /// What only training has: how much of a step is done, and tokens of each target.
    private record Training(String phase, int targets) {

        static Training of(Case asked) {
            // what peers choose between is here always the first
            asked.word("opt", "fused", "adam");
            asked.word("attn", "sdpa", "eager");
            asked.word("norm", "rms", "man");
            asked.word("qkv", "1", "0");
            asked.word("conv", "cl");
            asked.word("dyn", "shift");
            asked.word("relbias", "1");
            return new Training(asked.word("phase", "step", "fwd", "fb"), asked.count("T", 32));
        }
    }

    /// Rows of a batch, and tokens of each input.
    private record Sizes(int rows, int source) {}

    private static int[] ids(EncoderDecoder model, int count, Random random) {
        return random.ints(count, 2, model.config().size().vocab()).toArray();
    }

    private static Work train(ModelConfig config, Sizes sizes, Training training, long seed) {
        Generator generator = Generator.seeded(seed);
        EncoderDecoder model = EncoderDecoder.create(config, generator);
        Random random = new Random(seed);
        List<EncodedExample> rows = new ArrayList<>();
        for (int row = 0; row < sizes.rows; row++) {
            rows.add(new EncodedExample(ids(model, sizes.source, random), ids(model, training.targets, random)));
        }
        Batch batch = Batch.of(rows, 1, new int[rows.size()]);
        Pass pass = new Pass(model.config().block().dropout(), 0, generator);
        Optimizer adam = new Adam(model.weights(), AdamSettings.DEFAULT);
        DoubleSupplier iteration = () -> {
            if (training.phase.equals("fwd")) {
                return model.loss(batch, pass, 0).item();
            }
            Gradients gradients = Gradients.of(
                    () -> model.loss(batch, pass, 0), model.weights().values());
            if (training.phase.equals("step")) {
                adam.step(gradients, RATE);
            }
            return gradients.loss().item();
        };
        double all = (double) sizes.rows * training.targets;
        return new ModelWork(model, iteration, new Amount(0, all + (double) sizes.rows * sizes.source, all));
    }

    private static Work eval(EncoderDecoder model, Sizes sizes, long seed) {
        int[] ids = ids(model, sizes.rows * sizes.source, new Random(seed));
        int[] lengths = lengths(sizes);
        DoubleSupplier iteration = () -> {
            model.encode(ids, lengths, Pass.INFERENCE);
            return Double.NaN;
        };
        return new ModelWork(model, iteration, new Amount(0, (double) sizes.rows * sizes.source, 0));
    }

    private static Work decode(EncoderDecoder model, Sizes sizes, int steps, long seed) {
        int[] ids = ids(model, sizes.rows * sizes.source, new Random(seed));
        int[] lengths = lengths(sizes);
        DoubleSupplier iteration = () -> {
            var decoder = model.incremental(model.encode(ids, lengths, Pass.INFERENCE), steps);
            int[] tokens = new int[sizes.rows];
            Arrays.fill(tokens, Greedy.START);
            for (int step = 0; step < steps; step++) {
                int[] previous = tokens;
                tokens = Memory.scope(() -> decoder.step(previous).argMax(1).toInts());
            }
            return Double.NaN;
        };
        return new ModelWork(model, iteration, new Amount(0, (double) sizes.rows * steps, 0));
    }

    private static int[] lengths(Sizes sizes) {
        int[] lengths = new int[sizes.rows];
        Arrays.fill(lengths, sizes.source);
        return lengths;
    }

    @Override
    public void iterate() {
        last = Memory.scope(iteration::getAsDouble);
        first = Double.isNaN(first) ? last : first;
    }

    @Override
    public Amount amount() {
        return amount;
    }

    @Override
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("params", model.parameterCount());
        if (!Double.isNaN(first)) {
            facts.put("loss_first", first);
            facts.put("loss_last", last);
        }
        return facts;
    }
}
