package io.gatun.kernel;

import io.gatun.tensor.RandomKey;

/// Multi-head attention that never holds all scores (Vaswani et al. 2017, equation 1; Dao et al. 2022).
///
/// For each row of the batch and each head: `s = scale · q kᵀ + bias`, `p = softmax(s)` over the keys that are
/// not hidden (by a length or by causality), `y = dropout(p) v`; 0 where all keys are hidden. Keys and values that
/// causality hides must be finite: a block that the edge crosses multiplies them by 0.
///
/// Queries `[batch, queries, heads, width]`, keys `[batch, keys, heads, width]` and values `[batch, keys, heads,
/// depth]` may have any strides but for the last axis, whose elements are neighbours. Log Σ exp is float32 where
/// they are bfloat16.
public interface Attentions {

    /// Computes `y [batch, queries, heads, depth]`, and writes log Σ exp s to `logSumExp [batch, heads, queries]`
    /// (−∞ where all keys are hidden).
    void attend(Operands in, View y, View logSumExp);

    /// Computes the gradients of [#attend].
    void gradient(Operands in, Saved saved, Gradients out);

    /// How queries attend.
    ///
    /// @param scale the factor of the products
    /// @param causal whether query `i` sees keys up to `i` only
    /// @param p the probability that a probability is dropped, below 1; the others are scaled by 1 / (1 − p)
    /// @param key the stream of random numbers: query `i` and key `j` are element `((batch · heads + head) ·
    ///     queries + i) · pitch + j` of [Randoms#dropout], with `pitch` the number of keys, rounded up to a
    ///     multiple of 8
    record Form(double scale, boolean causal, double p, RandomKey key) {

        /// Returns how many random numbers stand for a row of `keys`.
        public static long pitch(int keys) {
            return (keys + 7L) / 8 * 8;
        }
    }

    /// What is read.
    ///
    /// @param bias added to the scores, contiguous `[batch or 1, heads or 1, queries, keys]`; `null` for none
    /// @param lengths how many keys of each row of the batch are not hidden, int32 `[batch]`: below 0 is none,
    ///     above their number all; `null` for all
    record Operands(Form form, View q, View k, View v, View bias, View lengths) {

        /// Returns how many keys a row of the batch has.
        public int keys() {
            return k.dim(1);
        }
    }

    /// What [#attend] made, and the gradient `g` of `y`.
    record Saved(View y, View logSumExp, View g) {}

    /// Where gradients go; each has its operand's shape and is contiguous.
    ///
    /// @param dBias `null` if it is not wanted
    record Gradients(View dq, View dk, View dv, View dBias) {}
}
