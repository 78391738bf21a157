package io.gatun.cli;

import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;

/// Decides where models run.
final class Compute {

    private Compute() {}

    /// Checks that models can run on the device that was asked for.
    ///
    /// @throws IllegalArgumentException if it is not there, or models cannot run on it yet
    static void check(GlobalOptions options) {
        Device device = options.device().orElse(Device.CPU);
        Backends.of(device);
        if (!device.isCpu()) {
            throw new IllegalArgumentException("models do not run on " + device + " yet; use --device cpu");
        }
    }
}
