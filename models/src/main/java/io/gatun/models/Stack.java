package io.gatun.models;

import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.nn.Attention;
import io.gatun.nn.Norm;
import io.gatun.nn.Padding;
import io.gatun.nn.Parameters;
import io.gatun.nn.Pass;
import io.gatun.nn.RelativeBias;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The layers of an encoder or a decoder.
///
/// @param layers the layers
/// @param relative the relative position bias that all layers share; none for convolutions
/// @param end the norm behind the last layer; none unless norms stand before sub-layers
record Stack(List<Layer> layers, Optional<RelativeBias> relative, Optional<Norm> end) {

    static Stack create(Parameters parameters, ModelConfig config, boolean decoder) {
        int d = config.size().dModel();
        int count = decoder ? config.size().decoderLayers() : config.size().encoderLayers();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean attends = decoder
                    ? config.block().crossAttention()
                    : i >= count - config.block().encoderAttention();
            layers.add(Layer.create(parameters.at("block." + i), config, new Layer.Place(i, decoder, attends)));
        }
        Optional<RelativeBias> relative = Optional.empty();
        if (!config.architecture().isConvolution()) {
            Parameters names = parameters.at("block.0.layer.0.SelfAttention.relative_attention_bias");
            relative = Optional.of(RelativeBias.create(names, config.size().heads(), d, decoder));
        }
        Optional<Norm> end = config.block().placement() == NormPlacement.PRE
                ? Optional.of(Norm.create(
                        parameters.at("final_layer_norm"), d, config.block().layerNorm()))
                : Optional.empty();
        return new Stack(List.copyOf(layers), relative, end);
    }

    /// Returns an encoder's `[batch, time, d]` of embedded sequences.
    Tensor encode(Tensor x, Padding padding, Pass pass) {
        return forward(x, padding, Optional.empty(), pass);
    }

    /// Returns a decoder's `[batch, time, d]` of embedded sequences. What is padded there need not be
    /// known: no position sees those behind it.
    Tensor decode(Tensor x, EncoderDecoder.Encoded source, Pass pass) {
        int[] full = new int[x.dim(0)];
        java.util.Arrays.fill(full, x.dim(1));
        return forward(x, Padding.of(full, x.dim(1), x), Optional.of(source), pass);
    }

    private Tensor forward(Tensor x, Padding padding, Optional<EncoderDecoder.Encoded> source, Pass pass) {
        int time = x.dim(1);
        // made once for all layers
        AttentionOptions options =
                padding.hide(source.isPresent() ? Attention.UNSCALED.asCausal() : Attention.UNSCALED);
        AttentionOptions placed = relative.map(bias -> options.withBias(bias.forward(0, time, time)))
                .orElse(options);
        TokenMixer.Context context = new TokenMixer.Context(padding, placed, pass);
        Tensor y = pass.drop(x);
        for (Layer layer : layers) {
            y = layer.forward(y, context, source);
        }
        return pass.drop(finish(y));
    }

    /// What a decoder remembers.
    ///
    /// @param layers a state for each layer
    /// @param sliding the bias of sliding positions, where there is a relative one
    record Memory(List<Layer.State> layers, Optional<SlidingBias> sliding) {}

    /// Returns what a decoder that has seen nothing remembers.
    ///
    /// @param longest how many positions there may be
    /// @param kind how they lie
    Memory begin(EncoderDecoder.Encoded source, int longest, MixerState.Kind kind) {
        Optional<SlidingBias> sliding = kind == MixerState.Kind.SLIDING
                ? relative.map(bias -> SlidingBias.of(bias, longest))
                : Optional.empty();
        return new Memory(
                layers.stream().map(layer -> layer.begin(source, longest, kind)).toList(), sliding);
    }

    /// Returns `[batch, 1, d]` of the embedded position `at`, which a memory of sliding positions need
    /// not be told.
    Tensor step(Tensor x, Memory memory, int at) {
        Optional<Tensor> placed =
                memory.sliding.map(SlidingBias::next).or(() -> relative.map(bias -> bias.forward(at, 1, at + 1)));
        AttentionOptions options = placed.map(Attention.UNSCALED::withBias).orElse(Attention.UNSCALED);
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).step(y, memory.layers.get(i), options);
        }
        return finish(y);
    }

    private Tensor finish(Tensor y) {
        return end.map(norm -> norm.forward(y)).orElse(y);
    }
}
