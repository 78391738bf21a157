package io.gatun.models;

import io.gatun.json.Json;
import io.gatun.json.JsonException;
import io.gatun.json.JsonObject;
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
        /// A learned vector for each of the first positions.
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
    /// @param longest how many positions there are learned vectors for
    /// @param tied whether the output shares the embedding, with logits scaled by d^-½
    /// @param crossAttention whether the decoder reads the encoder
    /// @param encoderAttention how many of the encoder's last blocks attend beside their convolution
    /// @param dropout probability of dropping an activation in training
    public record Block(
            NormPlacement placement,
            boolean layerNorm,
            boolean gatedFeedForward,
            Positions positions,
            int longest,
            boolean tied,
            boolean crossAttention,
            int encoderAttention,
            double dropout) {

        /// Makes choices with 512 learned positions, if any, and one embedding for input and output.
        public Block(
                NormPlacement placement,
                boolean layerNorm,
                boolean gatedFeedForward,
                Positions positions,
                boolean crossAttention,
                int encoderAttention,
                double dropout) {
            this(
                    placement,
                    layerNorm,
                    gatedFeedForward,
                    positions,
                    512,
                    true,
                    crossAttention,
                    encoderAttention,
                    dropout);
        }
    }

    /// Returns this configuration with another probability of dropping an activation in training.
    public ModelConfig withDropout(double dropout) {
        Block changed = new Block(
                block.placement(),
                block.layerNorm(),
                block.gatedFeedForward(),
                block.positions(),
                block.longest(),
                block.tied(),
                block.crossAttention(),
                block.encoderAttention(),
                dropout);
        return new ModelConfig(architecture, size, mixing, changed);
    }

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
        positive("max_positions", block.longest());
        if (!architecture.isConvolution() && block.encoderAttention() > 0) {
            throw new IllegalArgumentException("config: encoder_attention must be 0 for a transformer, whose encoder"
                    + " attends in every block, got " + block.encoderAttention());
        }
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
        return ConfigJson.write(this);
    }

    /// Reads a configuration from the members of `config.json`; members that are not the model's are left
    /// alone.
    ///
    /// @throws JsonException if a member is missing or of another type
    /// @throws IllegalArgumentException if a value is not possible, naming key, value and what is possible
    public static ModelConfig fromJson(JsonObject json) {
        return ConfigJson.read(json);
    }

    /// Returns this configuration with some values replaced, by their names in `config.json`:
    /// `config.with(Map.of("d_ff", 512, "kernels", List.of(3, 7)))`.
    ///
    /// @throws IllegalArgumentException if there is no such name, or a value is not possible
    public ModelConfig with(Map<String, ?> values) {
        Map<String, Object> members = toJson();
        for (Map.Entry<String, ?> value : values.entrySet()) {
            if (!members.containsKey(value.getKey())) {
                throw new IllegalArgumentException(
                        "config: expected one of " + members.keySet() + ", got " + value.getKey());
            }
            members.put(value.getKey(), value.getValue());
        }
        return fromJson(Json.parseObject(Json.write(members), "config"));
    }
}
