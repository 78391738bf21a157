package io.gatun.cli;

import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;

/// Decides where models run.
final class Compute {

    private Compute() {}

    /// Returns the device that was asked for, which is there; if none was, the first that is not the CPU,
    /// or the CPU.
    ///
    /// @throws IllegalArgumentException if it is not there, saying what was looked for
    static Device device(GlobalOptions options) {
        Device device = wanted(options);
        Backends.of(device);
        return device;
    }

    /// Returns the same device, which need not be there if it was asked for.
    static Device wanted(GlobalOptions options) {
        return options.device()
                .orElseGet(() -> Backends.devices().stream()
                        .filter(each -> !each.isCpu())
                        .findFirst()
                        .orElse(Device.CPU));
    }

    /// Checks that a command which runs on the CPU only was not asked for another device.
    ///
    /// @throws IllegalArgumentException if it was, whether or not the device is there
    static void check(GlobalOptions options) {
        options.device().filter(device -> !device.isCpu()).ifPresent(device -> {
            throw new IllegalArgumentException("this command runs on the CPU only, got --device " + device);
        });
    }
}
