package io.gatun.tensor;

import java.util.Objects;
import java.util.Optional;

/// How [Tensor#attention] attends, beside queries, keys and values.
///
/// @param scale the factor of the products of queries and keys; `1 / sqrt(width)` in Vaswani et al. (2017), 1 in T5
/// @param causal whether query `i` sees keys up to `i` only; there must be as many keys as queries, and those hidden
///     must be finite
/// @param bias added to the scores: `[batch or 1, heads or 1, queries, keys]`
/// @param lengths how many keys of each row of the batch there are, int32 `[batch]`: those behind are not looked at;
///     below 0 is none, above their number all; a query without keys reads 0
/// @param p the probability with which a probability is set to 0 (the others are scaled by 1 / (1 − p))
/// @param key the stream of random numbers for that
public record AttentionOptions(
        double scale, boolean causal, Optional<Tensor> bias, Optional<Tensor> lengths, double p, RandomKey key) {

    private static final RandomKey NONE = new RandomKey(0, 0);

    /// Checks the values.
    ///
    /// @throws IllegalArgumentException if `p` is no probability below 1, or `scale` is not finite as a float
    public AttentionOptions {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("attention: expected a dropout probability 0 <= p < 1, got " + p);
        }
        Objects.requireNonNull(bias, "bias");
        Objects.requireNonNull(lengths, "lengths");
        Objects.requireNonNull(key, "key");
        if (!Float.isFinite((float) scale)) {
            throw new IllegalArgumentException("attention: expected a finite scale, got " + scale);
        }
    }

    /// Returns plain attention with a scale: every query sees every key.
    public static AttentionOptions scaled(double scale) {
        return new AttentionOptions(scale, false, Optional.empty(), Optional.empty(), 0, NONE);
    }

    /// Returns these, causal.
    public AttentionOptions asCausal() {
        return new AttentionOptions(scale, true, bias, lengths, p, key);
    }

    /// Returns these with a bias.
    public AttentionOptions withBias(Tensor added) {
        return new AttentionOptions(scale, causal, Optional.of(added), lengths, p, key);
    }

    /// Returns these with lengths.
    public AttentionOptions withLengths(Tensor keys) {
        return new AttentionOptions(scale, causal, bias, Optional.of(keys), p, key);
    }

    /// Returns these with dropout of probabilities, by the next stream of `generator`.
    public AttentionOptions withDropout(double probability, Generator generator) {
        return probability == 0
                ? this
                : new AttentionOptions(scale, causal, bias, lengths, probability, generator.next());
    }
}
