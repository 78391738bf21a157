package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.json.Json;
import io.gatun.nn.Pass;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderDecoderTest {

    private static final int[] SOURCE = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0};
    private static final int[] LENGTHS = {6, 4};
    private static final int[] TARGET = {0, 5, 6, 7, 8, 9, 0, 7, 8, 20, 21, 22};

    static Stream<ModelConfig> configs() {
        return Stream.of(Architecture.values()).flatMap(a -> Stream.of(TestModels.config(a), TestModels.unusual(a)));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void a_decoder_position_does_not_see_those_after_it(ModelConfig config) {
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(1));
        var source = model.encode(SOURCE, LENGTHS, Pass.INFERENCE);
        float[] before =
                model.decode(TARGET, source, Pass.INFERENCE).slice(1, 0, 4).toArray();

        int[] changed = TARGET.clone();
        changed[4] = 30;
        changed[10] = 31;
        Tensor after = model.decode(changed, source, Pass.INFERENCE);

        assertThat(after.slice(1, 0, 4).toArray()).containsExactly(before);
        assertThat(after.slice(1, 4, 6).toArray())
                .isNotEqualTo(model.decode(TARGET, source, Pass.INFERENCE)
                        .slice(1, 4, 6)
                        .toArray());
    }

    @ParameterizedTest
    @MethodSource("configs")
    void more_padding_changes_no_result(ModelConfig config) {
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(2));
        int[] wider = new int[2 * 9];
        System.arraycopy(SOURCE, 0, wider, 0, 6);
        System.arraycopy(SOURCE, 6, wider, 9, 6);
        Arrays.fill(wider, 14, 18, 13); // what stands in the padding does not matter
        var narrow = model.encode(SOURCE, LENGTHS, Pass.INFERENCE);
        var wide = model.encode(wider, LENGTHS, Pass.INFERENCE);

        for (int row = 0; row < 2; row++) {
            int tokens = LENGTHS[row];
            assertThat(wide.states().select(0, row).slice(0, 0, tokens).toArray())
                    .containsExactly(
                            narrow.states().select(0, row).slice(0, 0, tokens).toArray(), within(1e-5f));
        }
        assertThat(model.decode(TARGET, wide, Pass.INFERENCE).toArray())
                .containsExactly(model.decode(TARGET, narrow, Pass.INFERENCE).toArray(), within(1e-5f));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void one_token_at_a_time_gives_what_the_whole_decoder_gives(ModelConfig config) {
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(3));
        var source = model.encode(SOURCE, LENGTHS, Pass.INFERENCE);
        Tensor whole = model.logits(model.decode(TARGET, source, Pass.INFERENCE));
        IncrementalDecoder decoder = model.incremental(source, 6);

        for (int t = 0; t < 6; t++) {
            Tensor step = decoder.step(new int[] {TARGET[t], TARGET[6 + t]});
            assertThat(step.toArray()).containsExactly(whole.select(1, t).toArray(), within(1e-5f));
        }
        assertThatThrownBy(() -> decoder.step(new int[] {1, 1})).hasMessageContaining("made for 6 tokens");
        decoder.close();
        assertThatThrownBy(() -> decoder.step(new int[] {1, 1}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("decoder: closed after 6 tokens, got one more");
    }

    @ParameterizedTest
    @MethodSource("configs")
    void a_configuration_survives_json(ModelConfig config) {
        String json = Json.pretty(config.toJson());

        assertThat(ModelConfig.fromJson(Json.parseObject(json, "config.json"))).isEqualTo(config);
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void equal_seeds_give_equal_weights(Architecture architecture) {
        ModelConfig config = TestModels.config(architecture);
        var a = EncoderDecoder.create(config, Generator.seeded(4)).weights();
        var b = EncoderDecoder.create(config, Generator.seeded(4)).weights();

        assertThat(a.keySet()).isEqualTo(b.keySet());
        a.forEach((name, tensor) ->
                assertThat(tensor.toArray()).containsExactly(b.get(name).toArray()));
    }

    @Test
    void parameter_counts_are_those_of_the_literature() {
        assertThat(count("small", Architecture.TRANSFORMER, 32128)).isEqualTo(60_506_624L); // T5-small
        assertThat(count("mini", Architecture.TRANSFORMER, 8192)).isBetween(9_430_000L, 9_450_000L);
        assertThat(count("mini", Architecture.LIGHTWEIGHT, 8192)).isBetween(8_910_000L, 8_930_000L);
        assertThat(count("small", Architecture.LIGHTWEIGHT, 32128)).isBetween(57_350_000L, 57_450_000L);
    }

    private static long count(String preset, Architecture architecture, int vocab) {
        return EncoderDecoder.parameterCount(Presets.of(preset, architecture, vocab));
    }

    @Test
    void impossible_choices_are_refused_by_name() {
        assertThatThrownBy(() -> Presets.of("gigantic", Architecture.DYNAMIC, 10))
                .hasMessageContaining("expected one of [nano, tiny, mini, small, base, large]");
        assertThatThrownBy(() -> Architecture.named("conv")).hasMessageContaining("lightweight");
    }
}
