package io.gatun.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.decode.BeamSearch;
import io.gatun.decode.Generated;
import io.gatun.decode.Greedy;
import io.gatun.decode.Source;
import io.gatun.kernel.Allocator;
import io.gatun.kernel.Backends;
import io.gatun.models.Architecture;
import io.gatun.models.EncoderDecoder;
import io.gatun.models.IncrementalDecoder;
import io.gatun.models.ModelConfig;
import io.gatun.models.ModelConfig.Block;
import io.gatun.models.ModelConfig.Mixing;
import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.models.ModelConfig.Size;
import io.gatun.nn.Pass;
import io.gatun.optim.Adafactor;
import io.gatun.optim.AdafactorSettings;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.optim.Factoring;
import io.gatun.optim.Optimizer;
import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import io.gatun.train.Learning;
import io.gatun.train.TrainingSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Training on the emulated device: same weights, same data, same dropout, and so the CPU's losses but
/// for rounding.
class CudaTrainingTest {

    private static final Device DEVICE = EmulatedBackend.device();
    private static final AdafactorSettings SETTINGS =
            new AdafactorSettings(Factoring.ALWAYS, true, 0.8, 1e-30, 1e-3, 1.0);
    private static final int STEPS = 6;
    private static final int VOCABULARY = 32;

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void losses_follow_those_of_the_cpu(Architecture architecture) {
        EncoderDecoder onCpu = EncoderDecoder.create(config(architecture), Generator.seeded(8));
        EncoderDecoder onDevice =
                EncoderDecoder.create(config(architecture), Generator.seeded(8)).on(DEVICE);

        double[] expected = train(onCpu, new Adam(onCpu.weights(), AdamSettings.DEFAULT), 0.01);
        double[] actual = train(onDevice, new Adam(onDevice.weights(), AdamSettings.DEFAULT), 0.01);

        assertThat(actual).containsExactly(expected, within(1e-3));
        assertThat(expected[STEPS - 1]).isLessThan(0.9 * expected[0]);
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHTWEIGHT", "TRANSFORMER"})
    void adafactor_takes_the_steps_of_the_cpu(Architecture architecture) {
        EncoderDecoder onCpu = EncoderDecoder.create(config(architecture), Generator.seeded(9));
        EncoderDecoder onDevice =
                EncoderDecoder.create(config(architecture), Generator.seeded(9)).on(DEVICE);

        double[] expected = train(onCpu, new Adafactor(onCpu.weights(), SETTINGS), 0.05);
        double[] actual = train(onDevice, new Adafactor(onDevice.weights(), SETTINGS), 0.05);

        assertThat(actual).containsExactly(expected, within(1e-3));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void a_model_writes_the_same_on_the_device(Architecture architecture) {
        EncoderDecoder onCpu = EncoderDecoder.create(config(architecture), Generator.seeded(10));
        EncoderDecoder onDevice = onCpu.on(DEVICE);
        Source source = Source.of(List.of(new int[] {5, 6, 7, 1}, new int[] {9, 1}));

        for (int longest : new int[] {5, 20}) { // steps of the second are recorded
            assertThat(ids(Greedy.of(longest).generate(onDevice, source)))
                    .containsExactlyElementsOf(ids(Greedy.of(longest).generate(onCpu, source)));
        }
        BeamSearch beams = new BeamSearch(3, 16, 0.6);
        assertThat(ids(beams.generate(onDevice, source))).containsExactlyElementsOf(ids(beams.generate(onCpu, source)));
    }

    /// From the fourth on they run as a graph; rows that trade places are taken along.
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void recorded_steps_of_a_decoder_give_the_logits_of_the_cpu(Architecture architecture) {
        EncoderDecoder onCpu = EncoderDecoder.create(config(architecture), Generator.seeded(10));

        EncoderDecoder onDevice = onCpu.on(DEVICE);
        Allocator allocator = Backends.of(DEVICE).allocator();
        long before = allocator.usedBytes();

        List<float[]> expected = forced(onCpu);
        List<float[]> actual = forced(onDevice);

        assertThat(allocator.usedBytes()).as("what was recorded is given back").isLessThanOrEqualTo(before);
        for (int step = 0; step < expected.size(); step++) {
            assertThat(actual.get(step))
                    .as("step " + step)
                    .usingComparatorWithPrecision(1e-3f)
                    .containsExactly(expected.get(step));
        }
    }

    private static List<float[]> forced(EncoderDecoder model) {
        return Memory.scope(() -> {
            int[] ids = {5, 6, 7, 1, 9, 8, 1, 0};
            try (IncrementalDecoder decoder =
                    model.incremental(model.encode(ids, new int[] {4, 3}, Pass.INFERENCE), 16)) {
                List<float[]> logits = new ArrayList<>();
                for (int step = 0; step < 12; step++) {
                    int[] tokens = {step % 5 + 2, step % 7 + 3};
                    logits.add(Memory.scope(() -> decoder.step(tokens).toArray()));
                    if (step % 5 == 4) {
                        decoder.reorder(1, 0);
                    }
                }
                return logits;
            }
        });
    }

    private static List<List<Integer>> ids(List<Generated> generated) {
        return generated.stream()
                .map(each -> Arrays.stream(each.ids()).boxed().toList())
                .toList();
    }

    private static double[] train(EncoderDecoder model, Optimizer optimizer, double rate) {
        Pass pass = new Pass(0.1, 0.1, Generator.seeded(3));
        Batch batch = batch();
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            losses[step] = Memory.scope(() -> {
                Gradients gradients = Gradients.of(
                        () -> model.loss(batch, pass, 1e-4), model.weights().values());
                optimizer.step(gradients, rate);
                return gradients.loss().item();
            });
        }
        return losses;
    }

    /// Steps on batches of one form are recorded from the fourth on, so that the rest run as a graph.
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void recorded_steps_follow_those_of_the_cpu(Architecture architecture) {
        EncoderDecoder onCpu = EncoderDecoder.create(config(architecture), Generator.seeded(8));
        EncoderDecoder onDevice =
                EncoderDecoder.create(config(architecture), Generator.seeded(8)).on(DEVICE);

        double[] expected = steps(onCpu, new Adafactor(onCpu.weights(), SETTINGS));
        double[] actual = steps(onDevice, new Adafactor(onDevice.weights(), SETTINGS));

        assertThat(actual).containsExactly(expected, within(1e-3));
        onCpu.weights()
                .forEach((name, weight) -> assertThat(
                                onDevice.weights().get(name).toDoubles())
                        .as(name)
                        .containsExactly(weight.toDoubles(), within(2e-3)));
    }

    /// More forms than are kept: some steps are recorded, some are not, and one form puts another out.
    @Test
    void steps_on_batches_of_many_forms_follow_those_of_the_cpu() {
        EncoderDecoder onCpu = EncoderDecoder.create(config(Architecture.LIGHTWEIGHT), Generator.seeded(8));
        EncoderDecoder onDevice = EncoderDecoder.create(config(Architecture.LIGHTWEIGHT), Generator.seeded(8))
                .on(DEVICE);
        List<Batch> batches = IntStream.concat(
                        IntStream.range(0, 22).map(i -> 2 + i % 10), // ten forms, twice and a bit
                        IntStream.of(11, 11, 11, 11, 11, 2, 3))
                .mapToObj(CudaTrainingTest::ofLength)
                .toList();

        assertThat(losses(onDevice, batches)).containsExactly(losses(onCpu, batches), within(1e-3));
    }

    private static Batch ofLength(int length) {
        int[] row = new Random(length).ints(length, 2, VOCABULARY).toArray();
        return Batch.of(List.of(new EncodedExample(row, row)), 1, 0);
    }

    private static double[] losses(EncoderDecoder model, List<Batch> batches) {
        Optimizer optimizer = new Adam(model.weights(), AdamSettings.DEFAULT);
        Pass pass = new Pass(0.1, 0, Generator.seeded(3));
        try (TrainingSteps steps = new TrainingSteps(new Learning(model, pass, 0, optimizer, _ -> 0.01))) {
            return batches.stream()
                    .mapToDouble(batch -> steps.take(batch, 0.01))
                    .toArray();
        }
    }

    private static double[] steps(EncoderDecoder model, Optimizer optimizer) {
        Pass pass = new Pass(0.1, 0.1, Generator.seeded(3));
        try (TrainingSteps steps = new TrainingSteps(new Learning(model, pass, 1e-4, optimizer, step -> 0.05 / step))) {
            return IntStream.rangeClosed(1, 8)
                    .mapToDouble(step -> steps.take(batch(step % 3), 0.05 / step))
                    .toArray();
        }
    }

    private static Batch batch() {
        return batch(9);
    }

    /// Returns a batch of 4 rows, the longest of 6 tokens, whatever the seed.
    private static Batch batch(int seed) {
        Random random = new Random(seed);
        List<EncodedExample> rows = IntStream.of(6, 2 + random.nextInt(4), 2 + random.nextInt(4), 3)
                .mapToObj(length -> random.ints(length, 2, VOCABULARY).toArray())
                .map(row -> new EncodedExample(row, row))
                .toList();
        return Batch.of(rows, 1, new int[rows.size()]);
    }

    private static ModelConfig config(Architecture architecture) {
        List<Integer> dilations = architecture == Architecture.DILATED ? List.of(1, 2) : List.of(1);
        Mixing mixing = new Mixing(List.of(3, 4), dilations, 2, false, true, true, false, false, 0);
        Block block = new Block(NormPlacement.PRE, false, false, Positions.NONE, true, 0, 0);
        return new ModelConfig(architecture, new Size(16, 32, 2, 8, 2, 2, VOCABULARY), mixing, block);
    }
}
