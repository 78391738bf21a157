package io.gatun.nn;

import io.gatun.tensor.Tensor;

/// Multi-head attention as in T5: `softmax(q kᵀ + bias) v` without scaling and without biases in the maps
/// (Vaswani et
/// al. 2017; Raffel et al. 2020).
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
        double wide = Math.pow(d, -0.5);
        return new Attention(
                Linear.create(parameters.at("q"), d, inner, new Linear.Init(Math.pow((double) d * dKv, -0.5), false)),
                Linear.create(parameters.at("k"), d, inner, new Linear.Init(wide, false)),
                Linear.create(parameters.at("v"), d, inner, new Linear.Init(wide, false)),
                Linear.create(parameters.at("o"), inner, d, new Linear.Init(Math.pow(inner, -0.5), false)),
                heads);
    }

    /// Keys and values of a sequence, `[batch, heads, time, d_kv]`.
    ///
    /// @param k the keys
    /// @param v the values
    public record Memory(Tensor k, Tensor v) {}

    /// Returns keys and values of `x [batch, time, d]`.
    public Memory remember(Tensor x) {
        return new Memory(split(k.forward(x)), split(v.forward(x)));
    }

    /// Returns what the queries `x [batch, queries, d]` read from a memory.
    ///
    /// @param bias added to the scores, `[1, heads, queries, time]`; may be null
    /// @param padding the memory's; may be null
    public Tensor forward(Tensor x, Memory memory, Tensor bias, Masking padding) {
        Tensor scores = split(q.forward(x)).matmul(memory.k().transpose());
        if (bias != null) {
            scores = scores.add(bias);
        }
        Tensor probabilities = padding.pass().drop(padding.of(scores).softmax());
        return o.forward(merge(probabilities.matmul(memory.v())));
    }

    /// What else decides how attention reads.
    ///
    /// @param padding which positions of the memory are padding; null if none is
    /// @param pass whether probabilities are dropped
    public record Masking(Padding padding, Pass pass) {

        Tensor of(Tensor scores) {
            return padding == null ? scores : padding.mask(scores);
        }
    }

    private Tensor split(Tensor x) {
        return x.reshape(x.dim(0), x.dim(1), heads, x.dim(2) / heads).permute(0, 2, 1, 3);
    }

    private static Tensor merge(Tensor x) {
        return x.permute(0, 2, 1, 3).reshape(x.dim(0), x.dim(2), x.dim(1) * x.dim(3));
    }
}
