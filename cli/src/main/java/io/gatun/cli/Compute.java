package io.gatun.cli;

import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;

/// Decides where models run.
final class Compute {

    private Compute() {}

    /// Returns the device that was asked for, which is there; the CPU if none was.
    ///
    /// @throws IllegalArgumentException if it is not there, saying what was looked for
    static Device device(GlobalOptions options) {
        Device device = options.device().orElse(Device.CPU);
        Backends.of(device);
        return device;
    }

    /// Checks that a command which runs on the CPU only was not asked for another device.
    ///
    /// @throws IllegalArgumentException if it was, or the device is not there
    static void check(GlobalOptions options) {
        Device device = device(options);
        if (!device.isCpu()) {
            throw new IllegalArgumentException("this command does not run on " + device + " yet; use --device cpu");
        }
    }
}
