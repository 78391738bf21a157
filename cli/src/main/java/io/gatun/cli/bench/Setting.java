package io.gatun.cli.bench;

import io.gatun.tensor.Device;
import io.gatun.tensor.Generator;

/// What all cases of a run share.
///
/// @param seed where inputs and weights are drawn from
/// @param device what computes
public record Setting(long seed, Device device) {

    Generator generator() {
        return Generator.seeded(seed);
    }
}
