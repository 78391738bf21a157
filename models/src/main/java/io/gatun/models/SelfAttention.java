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
    public MixerState begin(Tensor like, int longest) {
        int heads = attention.heads();
        int width = attention.q().weight().rows() / heads;
        Shape shape = Shape.of(like.dim(0), longest, heads, width);
        return MixerState.zeros(like, shape, shape);
    }

    @Override
    public Tensor step(Tensor x, MixerState state, AttentionOptions options) {
        Attention.KeysValues now = attention.remember(x);
        int at = state.seen();
        Tensor keys = state.tensor(0);
        Tensor values = state.tensor(1);
        keys.slice(1, at, at + 1).assign(now.k());
        values.slice(1, at, at + 1).assign(now.v());
        state.advance();
        Attention.KeysValues all = new Attention.KeysValues(keys.slice(1, 0, at + 1), values.slice(1, 0, at + 1));
        return attention.forward(x, all, options, Pass.INFERENCE);
    }
}
