package io.gatun.nn;

import io.gatun.tensor.AttentionOptions;
import io.gatun.tensor.Tensor;

/// Multi-head attention as in T5: `softmax(q kᵀ + bias) v` without scaling and without biases in the maps
/// (Vaswani et al. 2017; Raffel et al. 2020).
///
/// @param q the map of queries
/// @param k the map of keys
/// @param v the map of values
/// @param o the map of the result
/// @param heads the number of heads
public record Attention(Linear q, Linear k, Linear v, Linear o, int heads) {

    /// Every query sees every key, and products are not scaled.
    public static final AttentionOptions UNSCALED = AttentionOptions.scaled(1);

    /// Makes attention with T5's initial values and names.
    public static Attention create(Parameters parameters, int d, int heads, int dKv) {
        int inner = heads * dKv;
        Linear.Init wide = Linear.Init.keepingVariance(d, false);
        // the missing scaling of scores by d_kv^-½ stands in the initial values instead
        Linear.Init query = new Linear.Init(Math.pow((double) d * dKv, -0.5), false);
        return new Attention(
                Linear.create(parameters.at("q"), d, inner, query),
                Linear.create(parameters.at("k"), d, inner, wide),
                Linear.create(parameters.at("v"), d, inner, wide),
                Linear.create(parameters.at("o"), inner, d, Linear.Init.keepingVariance(inner, false)),
                heads);
    }

    /// Keys and values of a sequence.
    ///
    /// @param k the keys, `[batch, time, heads, d_kv]`
    /// @param v the values, of the same shape
    public record KeysValues(Tensor k, Tensor v) {}

    /// Returns the keys and values of `x [batch, time, d]`.
    public KeysValues remember(Tensor x) {
        return new KeysValues(split(k.forward(x)), split(v.forward(x)));
    }

    /// Returns what the queries `x [batch, queries, d]` read from a memory of `time` positions.
    ///
    /// @param options the bias, and which positions are hidden
    public Tensor forward(Tensor x, KeysValues memory, AttentionOptions options, Pass pass) {
        AttentionOptions dropping = options.withDropout(pass.dropout(), pass.generator());
        return o.forward(
                split(q.forward(x)).attention(memory.k(), memory.v(), dropping).flatten(2, 3));
    }

    private Tensor split(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), heads, x.dim(2) / heads);
    }
}
