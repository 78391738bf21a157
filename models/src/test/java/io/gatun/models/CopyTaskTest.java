package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.decode.BeamSearch;
import io.gatun.decode.Generated;
import io.gatun.decode.Greedy;
import io.gatun.decode.Source;
import io.gatun.nn.Pass;
import io.gatun.optim.Adam;
import io.gatun.optim.AdamSettings;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CopyTaskTest {

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void every_architecture_learns_a_few_examples_by_heart(Architecture architecture) {
        ModelConfig config = TestModels.config(architecture)
                .with(Map.of("d_model", 32, "d_ff", 64, "d_kv", 16, "num_layers", 1, "num_decoder_layers", 1));
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(8));
        List<int[]> rows = rows();
        Batch batch =
                Batch.of(rows.stream().map(row -> new EncodedExample(row, row)).toList(), 1, new int[rows.size()]);
        Adam adam = new Adam(model.weights(), AdamSettings.DEFAULT);

        double loss = Double.POSITIVE_INFINITY;
        for (int step = 0; step < 150 && loss > 0.02; step++) {
            loss = Memory.scope(() -> {
                Gradients gradients = Gradients.of(
                        () -> model.loss(batch, Pass.INFERENCE, 0),
                        model.weights().values());
                adam.step(gradients, 0.01);
                return gradients.loss().item();
            });
        }

        assertThat(loss).isLessThan(0.02);
        assertCopied(rows, Greedy.of(6).generate(model, Source.of(rows)));
        assertCopied(rows, new BeamSearch(3, 6, 0.6).generate(model, Source.of(rows)));
    }

    private static void assertCopied(List<int[]> rows, List<Generated> generated) {
        for (int i = 0; i < rows.size(); i++) {
            int[] row = rows.get(i);
            assertThat(generated.get(i).ids()).containsExactly(Arrays.copyOf(row, row.length - 1)); // without the end
        }
    }

    private static List<int[]> rows() {
        Random random = new Random(9);
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int[] row = random.ints(2 + random.nextInt(3), 2, 32).toArray();
            int[] ended = Arrays.copyOf(row, row.length + 1);
            ended[row.length] = Greedy.END;
            rows.add(ended);
        }
        return rows;
    }
}
