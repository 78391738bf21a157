package io.gatun.cli;

import io.gatun.models.Architecture;
import io.gatun.models.ModelConfig;
import io.gatun.models.ModelConfig.Block;
import io.gatun.models.ModelConfig.Mixing;
import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.models.ModelConfig.Positions;
import io.gatun.models.ModelConfig.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options for every single value of a model that a preset decides otherwise.
final class ShapeOptions {

    @Option(names = "--d-model", paramLabel = "N", description = "Width of the residual stream.")
    private Integer dModel;

    @Option(names = "--d-ff", paramLabel = "N", description = "Width of the feed-forward block.")
    private Integer dFf;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads.")
    private Integer heads;

    @Option(names = "--d-kv", paramLabel = "N", description = "Width of an attention head.")
    private Integer dKv;

    @Option(names = "--layers", paramLabel = "N", description = "Layers of the encoder, and of the decoder.")
    private Integer layers;

    @Option(names = "--decoder-layers", paramLabel = "N", description = "Layers of the decoder.")
    private Integer decoderLayers;

    @Option(names = "--kernel", split = ",", paramLabel = "K", description = "Filter width, or one for each layer.")
    private List<Integer> kernel;

    @Option(names = "--dilation", split = ",", paramLabel = "R", description = "Dilation, or one for each layer.")
    private List<Integer> dilation;

    @Option(names = "--filters", paramLabel = "N", description = "Filters that share the channels (default: heads).")
    private Integer filters;

    @Option(names = "--interleaved", description = "Channel c uses filter c mod filters.")
    private boolean interleaved;

    @Option(names = "--no-kernel-softmax", description = "Do not normalise filters over their taps.")
    private boolean noKernelSoftmax;

    @Option(names = "--no-glu", description = "No gated linear unit before the convolution.")
    private boolean noGlu;

    @Option(names = "--pointwise", description = "A linear map after the convolution, as in the released code.")
    private boolean pointwise;

    @Option(names = "--conv-biases", description = "Biases in the convolution block, as in the released code.")
    private boolean convBiases;

    @Option(names = "--drop-connect", paramLabel = "X", description = "Probability of dropping a tap (default: 0).")
    private Double dropConnect;

    @Option(names = "--norm", paramLabel = "PLACE", description = "pre, paper or post (default: pre).")
    private NormPlacement norm;

    @Option(names = "--layer-norm", description = "Layer norm, not the root-mean-square norm.")
    private boolean layerNorm;

    @Option(names = "--gated-ffn", description = "T5.1.1's gated GELU, not ReLU.")
    private boolean gatedFfn;

    @Option(names = "--positions", paramLabel = "KIND", description = "none, learned or sinusoidal (default: none).")
    private Positions positions;

    @Option(names = "--no-cross-attention", description = "The decoder does not read the encoder.")
    private boolean noCrossAttention;

    @Option(
            names = "--encoder-attention",
            paramLabel = "N",
            description = "How many encoder layers attend beside their convolution (default: 0).")
    private Integer encoderAttention;

    @Option(
            names = "--dropout",
            paramLabel = "X",
            description = "Probability of dropping an activation (default: 0.1; 0 in reproduce and scaling).")
    private Double dropout;

    /// Returns a configuration with the values that were given.
    ///
    /// @throws IllegalArgumentException if a value is not possible
    ModelConfig apply(ModelConfig base) {
        return apply(base, dilation, encoderAttention);
    }

    /// Returns the configuration of one of several architectures that share these options, without those that would
    /// make another architecture of it: the transformer's encoder attends anyway, and only `dilated` is dilated.
    ///
    /// @throws IllegalArgumentException if a value is not possible
    ModelConfig applyToOneOfMany(ModelConfig base) {
        Architecture architecture = base.architecture();
        return apply(
                base,
                architecture == Architecture.DILATED ? dilation : null,
                architecture.isConvolution() ? encoderAttention : null);
    }

    /// Returns the values that were given, by their options' names.
    Map<String, Object> given() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("d_model", dModel);
        all.put("d_ff", dFf);
        all.put("heads", heads);
        all.put("d_kv", dKv);
        all.put("layers", layers);
        all.put("decoder_layers", decoderLayers);
        all.put("kernel", kernel);
        all.put("dilation", dilation);
        all.put("filters", filters);
        all.put("interleaved", interleaved ? true : null);
        all.put("no_kernel_softmax", noKernelSoftmax ? true : null);
        all.put("no_glu", noGlu ? true : null);
        all.put("pointwise", pointwise ? true : null);
        all.put("conv_biases", convBiases ? true : null);
        all.put("drop_connect", dropConnect);
        all.put("norm", norm == null ? null : norm.toString().toLowerCase(Locale.ROOT));
        all.put("layer_norm", layerNorm ? true : null);
        all.put("gated_ffn", gatedFfn ? true : null);
        all.put("positions", positions == null ? null : positions.toString().toLowerCase(Locale.ROOT));
        all.put("no_cross_attention", noCrossAttention ? true : null);
        all.put("encoder_attention", encoderAttention);
        all.put("dropout", dropout);
        all.values().removeIf(Objects::isNull);
        return all;
    }

    private ModelConfig apply(ModelConfig base, List<Integer> dilations, Integer attending) {
        Size size = size(base.size());
        ModelConfig config = new ModelConfig(
                base.architecture(), size, mixing(base.mixing(), size, dilations), block(base.block(), attending));
        checkFits(config);
        return config;
    }

    /// Refuses what can only be a slip of the finger, before it fills the machine.
    private static void checkFits(ModelConfig config) {
        config.mixing().kernels().forEach(value -> Expect.range("--kernel", value, 1, Expect.MOST));
        config.mixing().dilations().forEach(value -> Expect.range("--dilation", value, 1, Expect.MOST));
        Size size = config.size();
        double layers = (double) size.encoderLayers() + size.decoderLayers();
        double inLayer = 2.0 * size.dFf() + 4.0 * size.heads() * size.dKv();
        double weights = size.dModel() * (size.vocab() + layers * inLayer);
        double bytes = 2 * Float.BYTES * weights; // each weight and its gradient
        if (bytes > InfoCommand.memory()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a model of about %.2g weights needs %.2g bytes to train, but this machine has %.2g:"
                            + " make --d-model, --d-ff, --heads or --layers smaller",
                    weights,
                    bytes,
                    (double) InfoCommand.memory()));
        }
    }

    private Size size(Size base) {
        int width = or(dModel, base.dModel());
        int manyHeads = or(heads, base.heads());
        Expect.range("--heads", manyHeads, 1, Integer.MAX_VALUE);
        int head = dKv != null ? dKv : dModel == null && heads == null ? base.dKv() : Math.max(1, width / manyHeads);
        int encoder = or(layers, base.encoderLayers());
        return new Size(
                width,
                or(dFf, base.dFf()),
                manyHeads,
                head,
                encoder,
                or(decoderLayers, or(layers, base.decoderLayers())),
                base.vocab());
    }

    private Mixing mixing(Mixing base, Size size, List<Integer> dilations) {
        return new Mixing(
                Optional.ofNullable(kernel).orElse(base.kernels()),
                Optional.ofNullable(dilations).orElse(base.dilations()),
                or(filters, size.heads()),
                interleaved,
                !noKernelSoftmax,
                !noGlu,
                pointwise,
                convBiases,
                Optional.ofNullable(dropConnect).orElse(base.dropConnect()));
    }

    private Block block(Block base, Integer attending) {
        return new Block(
                Optional.ofNullable(norm).orElse(base.placement()),
                layerNorm,
                gatedFfn,
                Optional.ofNullable(positions).orElse(base.positions()),
                !noCrossAttention,
                or(attending, 0),
                Optional.ofNullable(dropout).orElse(base.dropout()));
    }

    private static int or(Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
