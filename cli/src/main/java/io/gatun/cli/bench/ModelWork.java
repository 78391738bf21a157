package io.gatun.cli.bench;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.decode.Greedy;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.IncrementalDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.nn.Pass;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.optim.Optimizer;
import io.gatun.optim.Schedule;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.train.Learning;
import io.gatun.train.TrainingSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// Whole models on random tokens without padding: a training step (`train`), the encoder alone (`eval`),
/// greedy generation with caches and without an early end (`decode`).
final class ModelWork implements Work {

    private static final double RATE = 1e-4;

    private final EncoderDecoder model;
    private final DoubleSupplier iteration;
    private final Amount amount;
    private final Runnable end;
    private double first = Double.NaN;
    private double last = Double.NaN;

    private ModelWork(EncoderDecoder model, DoubleSupplier iteration, Amount amount) {
        this(model, iteration, amount, () -> {});
    }

    /// @param end gives back what iterations have recorded
    private ModelWork(EncoderDecoder model, DoubleSupplier iteration, Amount amount, Runnable end) {
        this.model = model;
        this.iteration = iteration;
        this.amount = amount;
        this.end = end;
    }

    static Supplier<Work> of(Case asked, Setting setting) {
        ModelPlan plan = ModelPlan.of(asked, setting);
        return switch (asked.parts()[0]) {
            case "train" -> {
                Training training = Training.of(asked, plan);
                yield () -> train(plan, training);
            }
            case "eval" -> () -> eval(plan);
            default -> {
                int steps = asked.count("N", 64);
                asked.checkSize(plan.rows(), steps, plan.config().size().dModel());
                yield () -> decode(plan, steps);
            }
        };
    }

    /// What only training has.
    ///
    /// @param phase how much of a step is done
    /// @param targets tokens of each target
    /// @param dropout probability of dropping an activation
    private record Training(String phase, int targets, double dropout) {

        static Training of(Case asked, ModelPlan plan) {
            DType _ = asked.floating();
            String _ = asked.word("opt", "fused", "adam"); // forms of one optimizer among which peers choose
            String phase = asked.word("phase", "step", "fwd", "fb");
            Training training = new Training(phase, asked.count("T", 32), asked.number("drop", 0));
            if (training.dropout >= 1) {
                throw asked.wrong("expected drop to be a probability below 1, got " + training.dropout);
            }
            ModelConfig.Size size = plan.config().size();
            asked.checkSize(plan.rows(), training.targets, size.vocab());
            asked.checkSize(plan.rows(), size.heads(), training.targets, plan.source());
            plan.checkAttention(asked, training.targets);
            return training;
        }
    }

    private static Work train(ModelPlan plan, Training training) {
        Generator generator = plan.setting().generator();
        EncoderDecoder model = plan.trainable(generator);
        Random random = new Random(plan.setting().seed());
        List<EncodedExample> rows = new ArrayList<>();
        for (int row = 0; row < plan.rows(); row++) {
            rows.add(new EncodedExample(plan.ids(plan.source(), random), plan.ids(training.targets, random)));
        }
        Batch batch = Batch.of(rows, 1, new int[rows.size()]);
        Pass pass = new Pass(training.dropout, 0, generator);
        Optimizer adam = new Adam(model.weights(), AdamSettings.DEFAULT);
        TrainingSteps steps = new TrainingSteps(new Learning(model, pass, 0, adam, Schedule.constant(RATE)));
        DoubleSupplier iteration = switch (training.phase) {
            case "fwd" -> () -> model.loss(batch, pass, 0).item();
            case "fb" ->
                () -> Gradients.of(
                                () -> model.loss(batch, pass, 0),
                                model.weights().values())
                        .loss()
                        .item();
            default -> () -> steps.take(batch, RATE);
        };
        double targets = (double) plan.rows() * training.targets;
        return new ModelWork(model, iteration, new Amount(0, targets + plan.tokens(), targets), steps::close);
    }

    private static Work eval(ModelPlan plan) {
        EncoderDecoder model = plan.inferring();
        int[] ids = plan.ids(plan.tokens(), new Random(plan.setting().seed()));
        int[] lengths = plan.lengths();
        DoubleSupplier iteration = () -> {
            model.encode(ids, lengths, Pass.INFERENCE);
            return Double.NaN;
        };
        return new ModelWork(model, iteration, new Amount(0, plan.tokens(), 0));
    }

    private static Work decode(ModelPlan plan, int steps) {
        EncoderDecoder model = plan.inferring();
        int[] ids = plan.ids(plan.tokens(), new Random(plan.setting().seed()));
        int[] lengths = plan.lengths();
        DoubleSupplier iteration = () -> {
            try (IncrementalDecoder decoder = model.incremental(model.encode(ids, lengths, Pass.INFERENCE), steps)) {
                int[] tokens = new int[plan.rows()];
                Arrays.fill(tokens, Greedy.START);
                for (int step = 0; step < steps; step++) {
                    int[] previous = tokens;
                    tokens = Memory.scope(() -> decoder.step(previous).argMax(1).toInts());
                }
            }
            return Double.NaN;
        };
        return new ModelWork(model, iteration, new Amount(0, (double) plan.rows() * steps, 0));
    }

    @Override
    public void iterate() {
        last = Memory.scope(iteration::getAsDouble);
        first = Double.isNaN(first) ? last : first;
    }

    @Override
    public void close() {
        end.run();
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
