package io.gatun.tensor;

/// Names one stream of random numbers.
///
/// @param seed the generator's seed: the two key words of Philox
/// @param stream which stream of that seed: the upper two counter words of Philox
public record RandomKey(long seed, long stream) {}
