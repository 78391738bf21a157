package io.gatun.cuda;

import io.gatun.tensor.Device;

/// The emulated device as everybody else finds a device: by its name.
final class EmulatedBackend {

    static {
        Emulator emulator = Emulator.ofBuild();
        System.setProperty("cuda.driver.path", emulator.driver().toString());
        System.setProperty("cuda.kernels.path", emulator.images().toString());
        System.setProperty("cuda.nvrtc.path", emulator.nvrtc().toString());
        // NVIDIA's would not run on an emulated driver; CublasLtTest has one that does
        System.setProperty("cuda.cublasLt.path", "none");
    }

    private EmulatedBackend() {}

    /// Returns the device, whose driver and kernels have been built.
    static Device device() {
        return Device.cuda(0);
    }
}
