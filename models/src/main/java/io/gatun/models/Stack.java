package io.gatun.models;

import io.gatun.models.ModelConfig.NormPlacement;
import io.gatun.nn.Norm;
import io.gatun.nn.Padding;
import io.gatun.nn.Parameters;
import io.gatun.nn.Pass;
import io.gatun.nn.RelativeBias;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The layers of an encoder or a decoder.
///
/// @param layers the layers
/// @param bias the relative position bias that all layers share; none for convolutions
/// @param end the norm behind the last layer; none unless norms stand before sub-layers
record Stack(List<Layer> layers, Optional<RelativeBias> bias, Optional<Norm> end) {

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
        Optional<RelativeBias> bias = Optional.empty();
        if (!config.architecture().isConvolution()) {
            Parameters names = parameters.at("block.0.layer.0.SelfAttention.relative_attention_bias");
            bias = Optional.of(RelativeBias.create(names, config.size().heads(), d, decoder));
        }
        Optional<Norm> end = config.block().placement() == NormPlacement.PRE
                ? Optional.of(Norm.create(
                        parameters.at("final_layer_norm"), d, config.block().layerNorm()))
                : Optional.empty();
        return new Stack(List.copyOf(layers), bias, end);
    }

    /// Returns `[batch, time, d]` of embedded sequences.
    Tensor forward(Tensor x, Padding padding, Layer.Source source, Pass pass) {
        int time = x.dim(1);
        Tensor positions = bias.map(b -> b.forward(0, time, time)).orElse(null);
        TokenMixer.Context context = new TokenMixer.Context(padding, positions, pass);
        Tensor y = pass.drop(x);
        for (Layer layer : layers) {
            y = layer.forward(y, context, source);
        }
        return pass.drop(finish(y));
    }

    /// Returns `[batch, 1, d]` of the next embedded position.
    Tensor step(Tensor x, List<MixerState> states, List<Layer.Reading> readings) {
        int at = states.get(0).seen();
        Tensor positions = bias.map(b -> b.forward(at, 1, at + 1)).orElse(null);
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = layers.get(i).step(y, states.get(i), positions, readings.isEmpty() ? null : readings.get(i));
        }
        return finish(y);
    }

    private Tensor finish(Tensor y) {
        return end.map(norm -> norm.forward(y)).orElse(y);
    }
}
