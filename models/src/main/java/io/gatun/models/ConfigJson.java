package io.gatun.models;

import io.gatun.json.JsonObject;
import io.gatun.models.ModelConfig.Block;
import io.gatun.models.ModelConfig.Mixing;
import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.models.ModelConfig.Size;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A configuration as members of `config.json`. Names are Hugging Face's where T5 has them.
final class ConfigJson {

    private static final String RELU = "relu";
    private static final String GATED_GELU = "gated-gelu";

    private ConfigJson() {}

    static Map<String, Object> write(ModelConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model_type", "gatun");
        json.put("architecture", config.architecture().toString());
        write(config.size(), json);
        write(config.mixing(), json);
        write(config.block(), json);
        return json;
    }

    private static void write(Size size, Map<String, Object> json) {
        json.put("d_model", size.dModel());
        json.put("d_ff", size.dFf());
        json.put("num_heads", size.heads());
        json.put("d_kv", size.dKv());
        json.put("num_layers", size.encoderLayers());
        json.put("num_decoder_layers", size.decoderLayers());
        json.put("vocab_size", size.vocab());
    }

    private static void write(Mixing mixing, Map<String, Object> json) {
        json.put("kernels", mixing.kernels());
        json.put("dilations", mixing.dilations());
        json.put("filters", mixing.filters());
        json.put("interleaved_filters", mixing.interleaved());
        json.put("kernel_softmax", mixing.softmax());
        json.put("glu", mixing.gated());
        json.put("pointwise", mixing.pointwise());
        json.put("conv_biases", mixing.biases());
        json.put("drop_connect", mixing.dropConnect());
    }

    private static void write(Block block, Map<String, Object> json) {
        json.put("norm_placement", name(block.placement()));
        json.put("layer_norm", block.layerNorm());
        json.put("feed_forward_proj", block.gatedFeedForward() ? GATED_GELU : RELU);
        json.put("positions", name(block.positions()));
        json.put("max_positions", block.longest());
        json.put("tie_word_embeddings", block.tied());
        json.put("cross_attention", block.crossAttention());
        json.put("encoder_attention", block.encoderAttention());
        json.put("dropout_rate", block.dropout());
    }

    static ModelConfig read(JsonObject json) {
        return new ModelConfig(Architecture.named(json.string("architecture")), size(json), mixing(json), block(json));
    }

    private static Size size(JsonObject json) {
        return new Size(
                json.int32("d_model"),
                json.int32("d_ff"),
                json.int32("num_heads"),
                json.int32("d_kv"),
                json.int32("num_layers"),
                json.int32("num_decoder_layers"),
                json.int32("vocab_size"));
    }

    private static Mixing mixing(JsonObject json) {
        return new Mixing(
                ints(json, "kernels"),
                ints(json, "dilations"),
                json.int32("filters"),
                json.bool("interleaved_filters"),
                json.bool("kernel_softmax"),
                json.bool("glu"),
                json.bool("pointwise"),
                json.bool("conv_biases"),
                json.number("drop_connect"));
    }

    private static Block block(JsonObject json) {
        return new Block(
                choice(json, "norm_placement", NormPlacement.values()),
                json.bool("layer_norm"),
                gated(json.string("feed_forward_proj")),
                choice(json, "positions", Positions.values()),
                json.orElse("max_positions", json::int32, 512),
                json.orElse("tie_word_embeddings", json::bool, true),
                json.bool("cross_attention"),
                json.int32("encoder_attention"),
                json.number("dropout_rate"));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E choice(JsonObject json, String key, E[] values) {
        String given = json.string(key);
        for (E value : values) {
            if (name(value).equals(given)) {
                return value;
            }
        }
        throw new IllegalArgumentException("config: " + key + " must be one of "
                + Arrays.stream(values).map(ConfigJson::name).toList() + ", got " + given);
    }

    private static boolean gated(String name) {
        if (!name.equals(RELU) && !name.equals(GATED_GELU)) {
            throw new IllegalArgumentException(
                    "config: feed_forward_proj must be one of [" + RELU + ", " + GATED_GELU + "], got " + name);
        }
        return name.equals(GATED_GELU);
    }

    private static List<Integer> ints(JsonObject json, String key) {
        return json.integers(key).stream().map(value -> int32(key, value)).toList();
    }

    private static int int32(String key, long value) {
        if (value != (int) value) {
            throw new IllegalArgumentException("config: " + key + " must fit 32 bits, got " + value);
        }
        return (int) value;
    }
}
