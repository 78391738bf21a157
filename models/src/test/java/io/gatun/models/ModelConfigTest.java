package io.gatun.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gatun.json.Json;
import io.gatun.tensor.Generator;
import io.gatun.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

    private static final ModelConfig NANO = Presets.of("nano", Architecture.LIGHTWEIGHT, 4224);

    @Test
    void presets_have_the_sizes_of_their_names() {
        assertThat(Presets.names()).containsExactly("nano", "tiny", "mini", "small", "base", "large");
        assertThat(Presets.of("base", Architecture.DILATED, 32128).size())
                .isEqualTo(new ModelConfig.Size(768, 3072, 12, 64, 12, 12, 32128));
        assertThat(Presets.of("base", Architecture.DILATED, 32128).mixing().dilations())
                .containsExactly(1, 2, 4, 8);
        assertThat(NANO.mixing().filters()).isEqualTo(4);
    }

    /// Rows of the table of parameter counts: what the released code has (a filter for each channel, a
    /// pointwise map, biases, learned positions), and the paper's dynamic convolution with two filters.
    @ParameterizedTest
    @CsvSource({
        "small, lightweight, 7, 512, true, 60.84",
        "small, lightweight, 9, 512, true, 60.85",
        "small, lightweight, 7, 512, false, 57.69",
        "small, dynamic, 7, 512, true, 82.9",
        "small, dynamic, 9, 512, true, 89.2",
        "base, lightweight, 7, 768, true, 223.52",
        "base, lightweight, 9, 768, true, 223.55",
        "base, lightweight, 7, 768, false, 209.34",
        "base, dynamic, 7, 768, true, 322.6",
        "base, dynamic, 9, 768, true, 351.0",
        "large, lightweight, 7, 1024, true, 738.78",
        "large, lightweight, 7, 1024, false, 688.4",
        "large, dynamic, 9, 1024, true, 1192"
    })
    void released_sizes_are_counted(
            String preset, String architecture, int kernel, int filters, boolean pointwise, double millions) {
        ModelConfig config = Presets.of(preset, Architecture.named(architecture), 32128)
                .with(Map.of(
                        "kernels",
                        List.of(kernel),
                        "filters",
                        filters,
                        "pointwise",
                        pointwise,
                        "conv_biases",
                        true,
                        "positions",
                        "learned"));

        double counted = EncoderDecoder.parameterCount(config) * 1e-6;

        assertThat(counted).isCloseTo(millions, within(millions > 1000 ? 0.5 : millions > 300 ? 0.06 : 0.051));
    }

    @ParameterizedTest
    @CsvSource({"small, 57.5", "base, 209.1", "large, 688.2"})
    void two_dynamic_filters_add_next_to_nothing(String preset, double millions) {
        ModelConfig config =
                Presets.of(preset, Architecture.DYNAMIC, 32128).with(Map.of("filters", 2, "conv_biases", true));

        assertThat(EncoderDecoder.parameterCount(config) * 1e-6).isCloseTo(millions, within(0.06));
    }

    @ParameterizedTest
    @CsvSource({"small, 60.51", "base, 222.90", "large, 737.67"})
    void transformers_are_as_large_as_t5(String preset, double millions) {
        ModelConfig config = Presets.of(preset, Architecture.TRANSFORMER, 32128);

        assertThat(EncoderDecoder.parameterCount(config) * 1e-6).isCloseTo(millions, within(0.005));
    }

    @Test
    void any_value_can_be_replaced_by_its_name() {
        ModelConfig changed = NANO.with(Map.of("kernels", List.of(3, 5), "norm_placement", "paper"));

        assertThat(changed.mixing().kernels()).containsExactly(3, 5);
        assertThat(changed.block().placement()).isEqualTo(ModelConfig.NormPlacement.PAPER);
        assertThat(changed.size()).isEqualTo(NANO.size());
        assertThatThrownBy(() -> NANO.with(Map.of("kernel", 3)))
                .hasMessageStartingWith("config: expected one of [model_type, architecture, d_model")
                .hasMessageEndingWith("got kernel");
    }

    @Test
    void impossible_values_are_refused_by_name_and_value() {
        assertRefused("d_model", 0, "d_model must be at least 1, got 0");
        assertRefused("filters", 3, "filters must divide d_model 64, got 3");
        assertRefused("kernels", List.of(), "at least one kernel");
        assertRefused("dilations", List.of(1, -2), "dilation must be at least 1, got -2");
        assertRefused("dropout_rate", 1, "dropout_rate must be at least 0 and below 1, got 1.0");
        assertRefused("positions", "rotary", "positions must be one of [none, learned, sinusoidal], got rotary");
        assertRefused("feed_forward_proj", "silu", "must be one of [relu, gated-gelu], got silu");
        assertRefused("architecture", "conv", "expected one of [transformer, lightweight, dynamic, dilated]");
        assertRefused("encoder_attention", 3, "encoder_attention must be from 0 to the 2 encoder layers, got 3");
        assertThatThrownBy(
                        () -> Presets.of("nano", Architecture.TRANSFORMER, 128).with(Map.of("encoder_attention", 1)))
                .hasMessageContaining("must be 0 for a transformer");
    }

    private static void assertRefused(String key, Object value, String message) {
        assertThatThrownBy(() -> NANO.with(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_missing_member_is_named() {
        Map<String, Object> json = new LinkedHashMap<>(NANO.toJson());
        json.remove("d_ff");

        assertThatThrownBy(() -> ModelConfig.fromJson(Json.parseObject(Json.write(json), "config.json")))
                .hasMessageContaining("config.json: expected a member \"d_ff\"");
    }

    @Test
    void a_model_of_given_weights_says_which_do_not_fit() {
        ModelConfig config = TestModels.config(Architecture.LIGHTWEIGHT);
        EncoderDecoder model = EncoderDecoder.create(config, Generator.seeded(1));
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights());

        assertThat(EncoderDecoder.of(config, weights).weights()).isEqualTo(model.weights());
        weights.put("encoder.more", Tensor.zeros(1));
        assertThatThrownBy(() -> EncoderDecoder.of(config, weights)).hasMessageContaining("none named [encoder.more]");
        weights.put("shared.weight", Tensor.zeros(2, 2));
        assertThatThrownBy(() -> EncoderDecoder.of(config, weights))
                .hasMessageContaining("weights: shared.weight: expected shape [32, 8], got [2, 2]");
        weights.remove("shared.weight");
        assertThatThrownBy(() -> EncoderDecoder.of(config, weights))
                .hasMessageContaining("expected one named shared.weight of shape [32, 8]");
    }
}
