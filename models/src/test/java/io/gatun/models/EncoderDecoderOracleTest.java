package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatun.autograd.Gradients;
import io.gatun.data.Batch;
import io.gatun.data.EncodedExample;
import io.gatun.json.Json;
import io.gatun.nn.Pass;
import io.gatun.safetensors.SafetensorsFile;
import io.gatun.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares whole models with PyTorch's results for the same weights; `scripts/torch_oracle.py` wrote the
/// files.
class EncoderDecoderOracleTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transformer",
                "transformer-other",
                "lightweight",
                "lightweight-other",
                "dynamic",
                "dynamic-other",
                "dilated"
            })
    void logits_loss_and_gradients_are_those_of_pytorch(String name) throws IOException, URISyntaxException {
        Path path = Path.of(EncoderDecoderOracleTest.class
                .getResource(name + ".safetensors")
                .toURI());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            ModelConfig config =
                    ModelConfig.fromJson(Json.parseObject(file.metadata().get("config"), name));
            EncoderDecoder model = EncoderDecoder.of(config, weights(file));
            Batch batch = batch(file);

            var source = model.encode(batch.inputs(), batch.inputLengths(), Pass.INFERENCE);
            Tensor logits = model.logits(model.decode(batch.decoderInputs(), source, Pass.INFERENCE));

            assertRowsClose("encoded", source.states(), file.tensor("encoded"), batch.inputLengths());
            assertRowsClose("logits", logits, file.tensor("logits"), batch.targetLengths());
            double z = Double.parseDouble(file.metadata().get("z"));
            Gradients gradients = Gradients.of(
                    () -> model.loss(batch, Pass.INFERENCE, z), model.weights().values());
            assertThat(gradients.loss().item()).isCloseTo(file.tensor("loss").item(), within(TOLERANCE));
            model.weights()
                    .forEach((key, weight) -> assertClose(key, gradients.get(weight), file.tensor("gradient." + key)));
        }
    }

    private static Map<String, Tensor> weights(SafetensorsFile file) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith("weight.")) {
                weights.put(name.substring("weight.".length()), file.tensor(name));
            }
        }
        return weights;
    }

    private static Batch batch(SafetensorsFile file) {
        int[] inputs = file.tensor("inputs").toInts();
        int[] targets = file.tensor("targets").toInts();
        int[] inputLengths = file.tensor("input_lengths").toInts();
        int[] targetLengths = file.tensor("target_lengths").toInts();
        int rows = inputLengths.length;
        List<EncodedExample> examples = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            examples.add(new EncodedExample(
                    row(inputs, inputs.length / rows, row, inputLengths[row]),
                    row(targets, targets.length / rows, row, targetLengths[row])));
        }
        return Batch.of(examples, 1, new int[rows]);
    }

    private static int[] row(int[] ids, int width, int row, int length) {
        return Arrays.copyOfRange(ids, row * width, row * width + length);
    }

    /// Compares what is not padding: what stands at padded positions means nothing.
    private static void assertRowsClose(String what, Tensor actual, Tensor expected, int... lengths) {
        for (int row = 0; row < lengths.length; row++) {
            assertClose(
                    what + " of row " + row,
                    actual.select(0, row).slice(0, 0, lengths[row]),
                    expected.select(0, row).slice(0, 0, lengths[row]));
        }
    }

    private static void assertClose(String what, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        double worst = actual.sub(expected).abs().max().item();
        assertThat(worst).as("greatest difference in " + what).isLessThan(TOLERANCE);
    }
}
