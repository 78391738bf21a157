package io.gatun.models;

import io.gatun.nn.Attention;
import io.gatun.nn.FeedForward;
import io.gatun.nn.LocalConvolution;
import io.gatun.nn.Norm;
import io.gatun.nn.Parameters;
import io.gatun.nn.Pass;
import io.gatun.tensor.Taps;
import io.gatun.tensor.Tensor;
import java.util.Optional;

/// One layer of a stack: mixing, reading another sequence if there is one to read, feed-forward.
///
/// @param mixer lets positions read each other
/// @param mixing the mixer's connection
/// @param reading attention to the encoder in a decoder, or to itself in an encoder layer that also attends
/// @param readingConnection its connection
/// @param feedForward the feed-forward block
/// @param feeding its connection
record Layer(
        TokenMixer mixer,
        SubLayer mixing,
        Optional<Attention> reading,
        Optional<SubLayer> readingConnection,
        FeedForward feedForward,
        SubLayer feeding) {

    /// Which layer is made.
    ///
    /// @param index its number in the stack
    /// @param decoder whether it sees the past only
    /// @param attends whether it has attention beside its mixer
    record Place(int index, boolean decoder, boolean attends) {}

    static Layer create(Parameters parameters, ModelConfig config, Place place) {
        int d = config.size().dModel();
        Parameters first = parameters.at("layer.0");
        TokenMixer mixer = mixer(first, config, place);
        SubLayer mixing = connection(first, config);
        Optional<Attention> reading = Optional.empty();
        Optional<SubLayer> readingConnection = Optional.empty();
        int next = 1;
        if (place.attends()) {
            Parameters second = parameters.at("layer.1");
            Parameters names = second.at(place.decoder() ? "EncDecAttention" : "SelfAttention");
            reading = Optional.of(Attention.create(
                    names, d, config.size().heads(), config.size().dKv()));
            readingConnection = Optional.of(connection(second, config));
            next = 2;
        }
        Parameters last = parameters.at("layer." + next);
        FeedForward feedForward = FeedForward.create(
                last.at("DenseReluDense"),
                d,
                config.size().dFf(),
                config.block().gatedFeedForward());
        return new Layer(mixer, mixing, reading, readingConnection, feedForward, connection(last, config));
    }

    private static SubLayer connection(Parameters parameters, ModelConfig config) {
        Norm norm = Norm.create(
                parameters.at("layer_norm"),
                config.size().dModel(),
                config.block().layerNorm());
        return new SubLayer(norm, config.block().placement());
    }

    private static TokenMixer mixer(Parameters parameters, ModelConfig config, Place place) {
        int d = config.size().dModel();
        if (!config.architecture().isConvolution()) {
            Parameters names = parameters.at("SelfAttention");
            return new SelfAttention(Attention.create(
                    names, d, config.size().heads(), config.size().dKv()));
        }
        ModelConfig.Mixing mixing = config.mixing();
        int taps = mixing.kernel(place.index());
        int dilation = mixing.dilation(place.index());
        Taps centred = place.decoder() ? Taps.causal(taps, dilation) : Taps.centred(taps, dilation);
        Taps lie = new Taps(dilation, centred.left(), mixing.interleaved());
        boolean dynamic = config.architecture() == Architecture.DYNAMIC;
        return new ConvolutionMixer(LocalConvolution.create(
                parameters.at("LocalConv"),
                new LocalConvolution.Options(d, dynamic, mixing.gated(), mixing.biases(), mixing.pointwise()),
                new LocalConvolution.Form(taps, mixing.filters(), lie, mixing.softmax())));
    }

    /// Returns the layer's result for whole sequences.
    ///
    /// @param source what attention beside the mixer reads; null for what the layer itself has
    Tensor forward(Tensor x, TokenMixer.Context context, Source source) {
        Pass pass = context.pass();
        Tensor y = mixing.apply(x, pass, in -> mixer.forward(in, context));
        if (reading.isPresent()) {
            Attention attention = reading.get();
            y = readingConnection.orElseThrow().apply(y, pass, in -> {
                Attention.Memory memory =
                        source == null ? attention.remember(in) : attention.remember(source.encoded());
                var masking = new Attention.Masking(source == null ? context.padding() : source.padding(), pass);
                return attention.forward(in, memory, null, masking);
            });
        }
        return feed(y, pass);
    }

    /// Returns the layer's result for the next position of a decoder.
    Tensor step(Tensor x, MixerState state, Tensor bias, Reading from) {
        Pass pass = Pass.INFERENCE;
        Tensor y = mixing.apply(x, pass, in -> mixer.step(in, state, bias));
        if (reading.isPresent()) {
            var masking = new Attention.Masking(from.padding(), pass);
            y = readingConnection
                    .orElseThrow()
                    .apply(y, pass, in -> reading.get().forward(in, from.memory(), null, masking));
        }
        return feed(y, pass);
    }

    private Tensor feed(Tensor x, Pass pass) {
        return feeding.apply(x, pass, in -> feedForward.forward(in, pass));
    }

    /// An encoder's result.
    ///
    /// @param encoded `[batch, time, d]`
    /// @param padding which positions are padding
    record Source(Tensor encoded, io.gatun.nn.Padding padding) {}

    /// What a decoder layer reads of the encoder at each step.
    ///
    /// @param memory keys and values
    /// @param padding which positions are padding
    record Reading(Attention.Memory memory, io.gatun.nn.Padding padding) {}
}
