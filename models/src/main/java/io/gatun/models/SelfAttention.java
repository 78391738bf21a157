package io.gatun.models;

import io.gatun.nn.Attention;
import io.gatun.nn.Pass;
import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;

/// Mixing by self-attention; a decoder remembers keys and values.
record SelfAttention(Attention attention) implements TokenMixer {

    @Override
    public Tensor forward(Tensor x, Context context) {
        return attention.forward(x, attention.remember(x), context.options(), context.pass());
    }

    @Override
    public MixerState begin(Tensor like, int longest, MixerState.Kind kind) {
        int heads = attention.heads();
        int width = attention.q().weight().rows() / heads;
        Shape shape = Shape.of(like.dim(0), longest, heads, width);
        return MixerState.zeros(kind, like, shape, shape);
    }

    @Override
    public Tensor step(Tensor x, MixerState state, AttentionOptions options) {
        Attention.KeysValues now = attention.remember(x);
        Attention.KeysValues all = new Attention.KeysValues(state.append(0, now.k()), state.append(1, now.v()));
        state.advance();
        return attention.forward(x, all, options, Pass.INFERENCE);
    }
}
