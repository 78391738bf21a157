package io.gatun.models;

import io.gatun.json.JsonException;
import io.gatun.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Everything that decides a model's shape and computation.
///
/// @param architecture what mixes tokens
/// @param size the extents
/// @param mixing the convolutions' choices
/// @param block the choices that all layers share
public record ModelConfig(Architecture architecture, Size size, Mixing mixing, Block block) {

    /// The extents of a model.
    ///
    /// @param dModel the width of the residual stream
    /// @param dFf the width of the feed-forward block
    /// @param heads attention heads
    /// @param dKv width of a head
    /// @param encoderLayers blocks of the encoder
    /// @param decoderLayers blocks of the decoder
    /// @param vocab rows of the embedding, padding included
    public record Size(int dModel, int dFf, int heads, int dKv, int encoderLayers, int decoderLayers, int vocab) {}

    /// The convolutions' choices (Tay et al. 2021, section 3, and the released code).
    ///
    /// @param kernels filter widths, one a layer; the last repeats
    /// @param dilations distance between taps, one a layer; the list repeats
    /// @param filters filters that share the channels; must divide the width
    /// @param interleaved channel c uses filter c mod filters, not ⌊c · filters / width⌋
    /// @param softmax whether filters are normalised over their taps
    /// @param gated whether inputs go through a gated linear unit
    /// @param pointwise whether a linear map follows the convolution, as in the released code
    /// @param biases whether maps and convolution have biases, as in the released code
    /// @param dropConnect probability of dropping a tap in training
    public record Mixing(
            List<Integer> kernels,
            List<Integer> dilations,
            int filters,
            boolean interleaved,
            boolean softmax,
            boolean gated,
            boolean pointwise,
            boolean biases,
            double dropConnect) {

        /// Copies the lists.
        public Mixing {
            kernels = List.copyOf(kernels);
            dilations = List.copyOf(dilations);
        }

        int kernel(int layer) {
            return kernels.get(Math.min(layer, kernels.size() - 1));
        }

        int dilation(int layer) {
            return dilations.get(layer % dilations.size());
        }
    }

    /// Where the norm of a sub-layer f stands.
    public enum NormPlacement {
        /// x + f(norm(x)), and a norm at the end: T5.
        PRE,
        /// x + norm(f(x)): as the paper prints it.
        PAPER,
        /// norm(x + f(x)): Wu et al. 2019.
        POST
    }

    /// How positions are told apart beyond what mixing does.
    public enum Positions {
        /// Not at all.
        NONE,
        /// A learned vector for each of the first 512 positions.
        LEARNED,
        /// Sines and cosines (Vaswani et al. 2017).
        SINUSOIDAL
    }

    /// The choices that all layers share.
    ///
    /// @param placement where norms stand
    /// @param layerNorm layer norm, not the root-mean-square norm
    /// @param gatedFeedForward T5.1.1's gated GELU, not ReLU
    /// @param positions how positions are told apart
    /// @param crossAttention whether the decoder reads the encoder
    /// @param encoderAttention how many of the encoder's last blocks attend beside their convolution
    /// @param dropout probability of dropping an activation in training
    public record Block(
            NormPlacement placement,
            boolean layerNorm,
            boolean gatedFeedForward,
            Positions positions,
            boolean crossAttention,
            int encoderAttention,
            double dropout) {}

    /// Checks that the choices fit together.
    ///
    /// @throws IllegalArgumentException naming the choice, its value and what is possible
    public ModelConfig {
        positive("d_model", size.dModel());
        positive("d_ff", size.dFf());
        positive("num_heads", size.heads());
        positive("d_kv", size.dKv());
        positive("num_layers", size.encoderLayers());
        positive("num_decoder_layers", size.decoderLayers());
        positive("vocab_size", size.vocab());
        if (mixing.kernels().isEmpty() || mixing.dilations().isEmpty()) {
            throw new IllegalArgumentException("config: expected at least one kernel and one dilation");
        }
        mixing.kernels().forEach(kernel -> positive("kernel", kernel));
        mixing.dilations().forEach(dilation -> positive("dilation", dilation));
        if (mixing.filters() < 1 || size.dModel() % mixing.filters() != 0) {
            throw new IllegalArgumentException(
                    "config: filters must divide d_model " + size.dModel() + ", got " + mixing.filters());
        }
        probability("dropout_rate", block.dropout());
        probability("drop_connect", mixing.dropConnect());
        if (block.encoderAttention() < 0 || block.encoderAttention() > size.encoderLayers()) {
            throw new IllegalArgumentException("config: encoder_attention must be from 0 to the " + size.encoderLayers()
                    + " encoder layers, got " + block.encoderAttention());
        }
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("config: " + key + " must be at least 1, got " + value);
        }
    }

    private static void probability(String key, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("config: " + key + " must be at least 0 and below 1, got " + value);
        }
    }

    /// Returns the configuration as members of `config.json`; names are Hugging Face's where T5 has them.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model_type", "gatun");
        json.put("architecture", architecture.toString());
        json.put("d_model", size.dModel());
        json.put("d_ff", size.dFf());
        json.put("num_heads", size.heads());
        json.put("d_kv", size.dKv());
        json.put("num_layers", size.encoderLayers());
        json.put("num_decoder_layers", size.decoderLayers());
        json.put("vocab_size", size.vocab());
        json.put("kernels", mixing.kernels());
        json.put("dilations", mixing.dilations());
        json.put("filters", mixing.filters());
        json.put("interleaved_filters", mixing.interleaved());
        json.put("kernel_softmax", mixing.softmax());
        json.put("glu", mixing.gated());
        json.put("pointwise", mixing.pointwise());
        json.put("conv_biases", mixing.biases());
        json.put("drop_connect", mixing.dropConnect());
        json.put("norm_placement", name(block.placement()));
        json.put("layer_norm", block.layerNorm());
        json.put("feed_forward_proj", block.gatedFeedForward() ? "gated-gelu" : "relu");
        json.put("positions", name(block.positions()));
        json.put("cross_attention", block.crossAttention());
        json.put("encoder_attention", block.encoderAttention());
        json.put("dropout_rate", block.dropout());
        return json;
    }

    /// Reads a configuration from the members of `config.json`.
    ///
    /// @throws JsonException if a member is missing or of another type
    /// @throws IllegalArgumentException if a value is not possible
    public static ModelConfig fromJson(JsonObject json) {
        Size size = new Size(
                json.int32("d_model"),
                json.int32("d_ff"),
                json.int32("num_heads"),
                json.int32("d_kv"),
                json.int32("num_layers"),
                json.int32("num_decoder_layers"),
                json.int32("vocab_size"));
        Mixing mixing = new Mixing(
                ints(json, "kernels"),
                ints(json, "dilations"),
                json.int32("filters"),
                json.bool("interleaved_filters"),
                json.bool("kernel_softmax"),
                json.bool("glu"),
                json.bool("pointwise"),
                json.bool("conv_biases"),
                json.number("drop_connect"));
        Block block = new Block(
                choice(json, "norm_placement", NormPlacement.values()),
                json.bool("layer_norm"),
                gated(json.string("feed_forward_proj")),
                choice(json, "positions", Positions.values()),
                json.bool("cross_attention"),
                json.int32("encoder_attention"),
                json.number("dropout_rate"));
        return new ModelConfig(Architecture.named(json.string("architecture")), size, mixing, block);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static <E extends Enum<E>> E choice(JsonObject json, String key, E[] values) {
        String given = json.string(key);
        for (E value : values) {
            if (name(value).equals(given)) {
                return value;
            }
        }
        throw new IllegalArgumentException("config: " + key + " must be one of "
                + java.util.Arrays.stream(values).map(ModelConfig::name).toList() + ", got " + given);
    }

    private static boolean gated(String name) {
        if (!name.equals("relu") && !name.equals("gated-gelu")) {
            throw new IllegalArgumentException("config: feed_forward_proj must be relu or gated-gelu, got " + name);
        }
        return name.equals("gated-gelu");
    }

    private static List<Integer> ints(JsonObject json, String key) {
        Object value = json.members().get(key);
        if (!(value instanceof List<?> list) || !list.stream().allMatch(Long.class::isInstance)) {
            throw new IllegalArgumentException("config: " + key + " must be a list of whole numbers, got " + value);
        }
        return list.stream().map(item -> Math.toIntExact((Long) item)).toList();
    }
}
