package io.gatun.decode;

/// A generated sequence.
///
/// @param ids its tokens, without the end mark
/// @param score the sum of their log-probabilities, the end mark's included; divided by the length penalty for
///     beam search
@SuppressWarnings("ArrayRecordComponent") // ids are handed over, never compared
public record Generated(int[] ids, double score) {}
