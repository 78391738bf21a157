package io.gatun.models;

import io.gatun.nn.LocalConvolution;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Mixing by convolution; a decoder remembers the inputs that a filter still reaches, in a ring.
record ConvolutionMixer(LocalConvolution convolution) implements TokenMixer {

    @Override
    public Tensor forward(Tensor x, Context context) {
        return convolution.forward(x, context.padding(), context.pass());
    }

    @Override
    public MixerState begin(Tensor like, int batch, int longest) {
        int d = convolution.value().weight().dim(0);
        return MixerState.zeros(like, Shape.of(batch, convolution.shape().reach() + 1, d));
    }

    @Override
    public Tensor step(Tensor x, MixerState state, Tensor bias) {
        Tensor u = convolution.gated(x);
        Tensor ring = state.tensors().get(0);
        int length = ring.dim(1);
        int now = state.seen();
        ring.slice(1, now % length, now % length + 1).assign(u);
        state.advance();
        LocalConvolution.Form form = convolution.shape();
        List<Tensor> window = new ArrayList<>();
        for (int j = 0; j < form.taps(); j++) {
            int past = (form.taps() - 1 - j) * form.lie().dilation();
            int at = Math.floorMod(now - past, length); // before the beginning the ring still holds zeros
            window.add(ring.slice(1, at, at + 1));
        }
        return convolution.last(Tensor.concat(1, window), convolution.filters(u));
    }
}
