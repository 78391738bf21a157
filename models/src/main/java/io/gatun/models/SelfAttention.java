package io.gatun.models;

import io.gatun.nn.Attention;
import io.gatun.nn.Pass;
import io.gatun.tensor.Shape;
import io.gatun.tensor.Tensor;

/// Mixing by self-attention; a decoder remembers keys and values.
record SelfAttention(Attention attention) implements TokenMixer {

    @Override
    public Tensor forward(Tensor x, Context context) {
        return attention.forward(
                x, attention.remember(x), context.bias(), new Attention.Masking(context.padding(), context.pass()));
    }

    @Override
    public MixerState begin(Tensor like, int batch, int longest) {
        int heads = attention.heads();
        Shape shape = Shape.of(batch, heads, longest, attention.q().weight().dim(0) / heads);
        return MixerState.zeros(like, shape, shape);
    }

    @Override
    public Tensor step(Tensor x, MixerState state, Tensor bias) {
        Attention.Memory now = attention.remember(x);
        int at = state.seen();
        Tensor keys = state.tensors().get(0);
        Tensor values = state.tensors().get(1);
        keys.slice(2, at, at + 1).assign(now.k());
        values.slice(2, at, at + 1).assign(now.v());
        state.advance();
        Attention.Memory all = new Attention.Memory(keys.slice(2, 0, at + 1), values.slice(2, 0, at + 1));
        return attention.forward(x, all, bias, new Attention.Masking(null, Pass.INFERENCE));
    }
}
