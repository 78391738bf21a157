package io.gatun.models;

import io.gatun.tensor.Tensor;

/// What generation needs of a decoder: rows that each go on by one token at a time.
public interface TokenDecoder {

    /// Returns how many rows go on side by side.
    int rows();

    /// Returns the logits `[rows, vocab]` that follow the token `ids[i]` of each row.
    ///
    /// @throws IllegalArgumentException if there is not one id for each row
    Tensor step(int... ids);

    /// Makes row i go on as row `parents[i]` was; the two must read the same source.
    void reorder(int... parents);
}
