package io.gatun.models;

import io.gatun.nn.Attention;
import io.gatun.nn.FeedForward;
import io.gatun.nn.Filters;
import io.gatun.nn.LocalConvolution;
import io.gatun.nn.Norm;
import io.gatun.nn.Padding;
import io.gatun.nn.Parameters;
import io.gatun.nn.Pass;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.Optional;

/// One layer of a stack: mixing, attention beside it if there is any, feed-forward.
///
/// @param mixer lets positions of the sequence read each other
/// @param mixing the mixer's connection
/// @param reading attention beside the mixer
/// @param feedForward the feed-forward block
/// @param feeding its connection
record Layer(TokenMixer mixer, SubLayer mixing, Optional<Reading> reading, FeedForward feedForward, SubLayer feeding) {

    /// Which layer is made.
    ///
    /// @param index its number in the stack
    /// @param decoder whether it sees the past only
    /// @param attends whether it has attention beside its mixer
    record Place(int index, boolean decoder, boolean attends) {}

    /// Attention beside the mixer: a decoder's to the encoder, or an encoder's to its own sequence.
    ///
    /// @param attention the attention
    /// @param connection its connection
    record Reading(Attention attention, SubLayer connection) {}

    /// What a decoder layer remembers.
    ///
    /// @param mixer what its mixer does
    /// @param source keys and values of the encoder's result, if it reads that
    /// @param options with which the source's padding is hidden
    record State(MixerState mixer, Optional<Attention.KeysValues> source, AttentionOptions options) {}

    static Layer create(Parameters parameters, ModelConfig config, Place place) {
        ModelConfig.Size size = config.size();
        Parameters first = parameters.at("layer.0");
        TokenMixer mixer = mixer(first, config, place);
        SubLayer mixing = connection(first, config);
        Optional<Reading> reading = Optional.empty();
        if (place.attends()) {
            Parameters second = parameters.at("layer.1");
            Parameters names = second.at(place.decoder() ? "EncDecAttention" : "SelfAttention");
            Attention attention = Attention.create(names, size.dModel(), size.heads(), size.dKv());
            reading = Optional.of(new Reading(attention, connection(second, config)));
        }
        Parameters last = parameters.at(place.attends() ? "layer.2" : "layer.1");
        FeedForward feedForward = FeedForward.create(
                last.at("DenseReluDense"),
                size.dModel(),
                size.dFf(),
                config.block().gatedFeedForward());
        return new Layer(mixer, mixing, reading, feedForward, connection(last, config));
    }

    private static SubLayer connection(Parameters parameters, ModelConfig config) {
        ModelConfig.Block block = config.block();
        Norm norm = Norm.create(parameters.at("layer_norm"), config.size().dModel(), block.layerNorm());
        return new SubLayer(norm, block.placement());
    }

    private static TokenMixer mixer(Parameters parameters, ModelConfig config, Place place) {
        ModelConfig.Size size = config.size();
        if (!config.architecture().isConvolution()) {
            Parameters names = parameters.at("SelfAttention");
            return new SelfAttention(Attention.create(names, size.dModel(), size.heads(), size.dKv()));
        }
        ModelConfig.Mixing mixing = config.mixing();
        int taps = mixing.kernel(place.index());
        int dilation = mixing.dilation(place.index());
        Taps lie = place.decoder() ? Taps.causal(taps, dilation) : Taps.centred(taps, dilation);
        boolean dynamic = config.architecture() == Architecture.DYNAMIC;
        return new ConvolutionMixer(LocalConvolution.create(
                parameters.at("LocalConv"),
                new LocalConvolution.Options(
                        size.dModel(), dynamic, mixing.gated(), mixing.biases(), mixing.pointwise()),
                new Filters.Form(mixing.filters(), taps, mixing.softmax()),
                new Taps(dilation, lie.left(), mixing.interleaved())));
    }

    /// Returns the layer's result for whole sequences.
    ///
    /// @param source what a decoder reads
    Tensor forward(Tensor x, TokenMixer.Context context, Optional<EncoderDecoder.Encoded> source) {
        Pass pass = context.pass();
        Tensor mixed = mixing.apply(x, pass, in -> mixer.forward(in, context));
        Tensor read = reading.map(part -> part.connection.apply(mixed, pass, in -> {
                    Attention attention = part.attention;
                    Tensor other = source.map(EncoderDecoder.Encoded::states).orElse(in);
                    Padding padding =
                            source.map(EncoderDecoder.Encoded::padding).orElse(context.padding());
                    return attention.forward(in, attention.remember(other), padding.hide(Attention.UNSCALED), pass);
                }))
                .orElse(mixed);
        return feed(read, pass);
    }

    /// Returns what a decoder layer that has seen nothing remembers.
    State begin(EncoderDecoder.Encoded source, int longest, MixerState.Kind kind) {
        Tensor states = source.states();
        Optional<Attention.KeysValues> memory = reading.map(part -> part.attention.remember(states));
        return new State(
                mixer.begin(states, longest, kind), memory, source.padding().hide(Attention.UNSCALED));
    }

    /// Returns the layer's result for the next position of a decoder.
    Tensor step(Tensor x, State state, AttentionOptions options) {
        Pass pass = Pass.INFERENCE;
        Tensor mixed = mixing.apply(x, pass, in -> mixer.step(in, state.mixer, options));
        Tensor read = reading.map(part -> part.connection.apply(
                        mixed, pass, in -> part.attention.forward(in, state.source.orElseThrow(), state.options, pass)))
                .orElse(mixed);
        return feed(read, pass);
    }

    private Tensor feed(Tensor x, Pass pass) {
        return feeding.apply(x, pass, in -> feedForward.forward(in, pass));
    }
}
