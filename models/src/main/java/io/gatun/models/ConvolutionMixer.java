package io.gatun.models;

import io.gatun.nn.LocalConvolution;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// Mixing by convolution; a decoder remembers the inputs that the taps still reach.
record ConvolutionMixer(LocalConvolution convolution) implements TokenMixer {

    @Override
    public Tensor forward(Tensor x, Context context) {
        return convolution.forward(x, context.padding(), context.pass());
    }

    @Override
    public MixerState begin(Tensor like, int longest, MixerState.Kind kind) {
        int d = convolution.out().weight().rows();
        // no more than there will be: positions before the first stay zero, which is what they are
        int length = Math.min(convolution.reach(), longest) + 1;
        return MixerState.zeros(kind, like, Shape.of(like.dim(0), length, d));
    }

    @Override
    public Tensor step(Tensor x, MixerState state, AttentionOptions options) {
        Tensor u = convolution.input().forward(x);
        int remembered = state.append(0, u).dim(1);
        int taps = convolution.filters().form().taps();
        int dilation = convolution.lie().dilation();
        List<Tensor> window = new ArrayList<>(taps);
        for (int j = 0; j < taps; j++) {
            int past = (taps - 1 - j) * dilation;
            window.add(past < remembered ? state.back(0, past) : u.fullLike(0));
        }
        state.advance();
        return convolution.last(u, Tensor.concat(1, window));
    }
}
