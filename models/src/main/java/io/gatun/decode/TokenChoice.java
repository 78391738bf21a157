package io.gatun.decode;

import io.gatun.tensor.Tensor;

/// Chooses a token for each row of logits.
@FunctionalInterface
public interface TokenChoice {

    /// Takes the most probable token, the first of equal ones.
    TokenChoice MOST_PROBABLE = logits -> {
        double[] best = logits.max(1).sub(logits.logSumExp(1)).toDoubles();
        return new Chosen(logits.argMax(1).toInts(), best);
    };

    /// Returns a token for each row of `logits [rows, vocab]`.
    Chosen choose(Tensor logits);

    /// The tokens.
    ///
    /// @param ids one a row
    /// @param logProbabilities the model's log-probability of each
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Chosen(int[] ids, double[] logProbabilities) {}
}
