package io.gatun.nn;

import io.gatun.tensor.Tensor;
import java.util.Optional;

/// Multi-head attention as in T5: `softmax(q kᵀ + bias) v` without scaling and without biases in the maps
/// (Vaswani et al. 2017; Raffel et al. 2020).
///
/// @param q the map of queries
/// @param k the map of keys
/// @param v the map of values
/// @param o the map of the result
/// @param heads the number of heads
public record Attention(Linear q, Linear k, Linear v, Linear o, int heads) {

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
    /// @param k the keys, `[batch, heads, time, d_kv]`
    /// @param v the values, of the same shape
    public record KeysValues(Tensor k, Tensor v) {}

    /// Returns the keys and values of `x [batch, time, d]`.
    public KeysValues remember(Tensor x) {
        return new KeysValues(split(k.forward(x)), split(v.forward(x)));
    }

    /// Returns what the queries `x [batch, queries, d]` read from a memory of `time` positions.
    ///
    /// @param bias added to the scores, broadcasts to `[batch, heads, queries, time]`; −10⁹ hides a position
    public Tensor forward(Tensor x, KeysValues memory, Optional<Tensor> bias, Pass pass) {
        Tensor scores = split(q.forward(x)).matmul(memory.k().transpose());
        Tensor probabilities = bias.map(scores::add).orElse(scores).softmax();
        return o.forward(merge(pass.drop(probabilities).matmul(memory.v())));
    }

    private Tensor split(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), heads, x.dim(2) / heads).permute(0, 2, 1, 3);
    }

    private static Tensor merge(Tensor x) {
        return x.permute(0, 2, 1, 3).reshape(x.dim(0), x.dim(2), x.dim(1) * x.dim(3));
    }
}
