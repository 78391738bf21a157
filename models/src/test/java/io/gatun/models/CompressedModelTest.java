package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.nn.Pass;
import io.gatun.tensor.DType;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompressedModelTest {

    private static final int[] SOURCE = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0};
    private static final int[] LENGTHS = {6, 4};
    private static final int[] TARGET = {0, 5, 6, 7, 8, 9, 0, 7, 8, 20, 21, 22};

    static Stream<Arguments> models() {
        return Stream.of(Architecture.values())
                .flatMap(a -> Stream.of(TestModels.config(a), TestModels.unusual(a)))
                .flatMap(config -> Stream.of(DType.BF16, DType.I8).map(storage -> Arguments.of(config, storage)));
    }

    private static Tensor logits(EncoderDecoder model) {
        return model.logits(model.decode(TARGET, model.encode(SOURCE, LENGTHS, Pass.INFERENCE), Pass.INFERENCE));
    }

    @ParameterizedTest
    @MethodSource("models")
    void logits_stay_near_those_of_the_whole_model(ModelConfig config, DType storage) {
        EncoderDecoder whole = EncoderDecoder.create(config, Generator.seeded(1));
        EncoderDecoder compressed = whole.compressed(storage);

        Tensor expected = logits(whole);
        Tensor off = logits(compressed).sub(expected);

        double relative =
                Math.sqrt(off.square().mean().item() / expected.square().mean().item());
        assertThat(relative).isBetween(1e-6, 0.05); // it is compressed, and little is lost
        assertThat(logits(compressed).dtype()).isEqualTo(DType.F32);
        assertThat(compressed.parameterCount()).isEqualTo(whole.parameterCount());
    }

    @ParameterizedTest
    @MethodSource("models")
    void token_by_token_it_says_the_same(ModelConfig config, DType storage) {
        EncoderDecoder model =
                EncoderDecoder.create(config, Generator.seeded(2)).compressed(storage);
        var source = model.encode(SOURCE, LENGTHS, Pass.INFERENCE);
        Tensor all = model.logits(model.decode(TARGET, source, Pass.INFERENCE));
        IncrementalDecoder decoder = model.incremental(source, 6);

        for (int t = 0; t < 6; t++) {
            Tensor step = decoder.step(TARGET[t], TARGET[6 + t]);
            Tensor expected = all.slice(1, t, t + 1).reshape(2, all.dim(2));
            assertThat(step.sub(expected).abs().max().item()).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void matrices_are_stored_in_fewer_bits_and_vectors_as_they_were() {
        EncoderDecoder whole = EncoderDecoder.create(TestModels.config(Architecture.LIGHTWEIGHT), Generator.seeded(3));

        var weights = whole.compressed(DType.I8).weights();

        assertThat(weights.get("shared.weight").dtype()).isEqualTo(DType.I8);
        assertThat(weights.get("shared.weight.scale").dtype()).isEqualTo(DType.F32);
        assertThat(weights.get("encoder.final_layer_norm.weight").dtype()).isEqualTo(DType.F32);
        assertThat(EncoderDecoder.of(whole.config(), weights).weights()).isEqualTo(weights);
    }

    @Test
    void what_cannot_be_done_is_said() {
        EncoderDecoder whole = EncoderDecoder.create(TestModels.config(Architecture.TRANSFORMER), Generator.seeded(4));

        assertThatThrownBy(() -> whole.compressed(DType.F64)).hasMessageContaining("expected bf16 or i8, got f64");
        assertThatThrownBy(() -> whole.compressed(DType.I8).compressed(DType.I8))
                .hasMessageContaining("already");
    }
}
