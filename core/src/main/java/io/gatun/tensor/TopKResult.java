package io.gatun.tensor;

/// The largest elements along the last axis.
///
/// @param values the elements, largest first
/// @param indices where they stood, int32
public record TopKResult(Tensor values, Tensor indices) {}
