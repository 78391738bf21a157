package io.gatun.cuda;

import java.util.Optional;

/// A CUDA device as its driver describes it.
///
/// @param index the driver's ordinal, as in `cuda:0`
/// @param name the product name
/// @param memory bytes of device memory
/// @param capability the compute capability, `9.0` say
/// @param multiprocessors how many streaming multiprocessors it has
public record CudaDevice(int index, String name, long memory, String capability, int multiprocessors) {

    private static final int LEAST_MAJOR = 8; // PTX for compute_80
    private static final int LEAST_DRIVER = 12_020; // PTX ISA 8.2

    /// Returns why Gatun's kernels do not run on it; empty if they do.
    ///
    /// @param driver the latest CUDA version of its driver, 12020 for 12.2
    Optional<String> why(int driver) {
        if (driver < LEAST_DRIVER) {
            return Optional.of(
                    "its driver is for CUDA %d.%d, and 12.2 is the least".formatted(driver / 1000, driver % 1000 / 10));
        }
        return Integer.parseInt(capability.substring(0, capability.indexOf('.'))) < LEAST_MAJOR
                ? Optional.of("%s has compute capability %s, and 8.0 is the least".formatted(name, capability))
                : Optional.empty();
    }

    /// Asks the driver, which has been started.
    static CudaDevice of(Driver driver, int index) {
        int device = driver.deviceGet(index);
        String capability = driver.deviceGetAttribute(Driver.CAPABILITY_MAJOR, device) + "."
                + driver.deviceGetAttribute(Driver.CAPABILITY_MINOR, device);
        return new CudaDevice(
                index,
                driver.deviceGetName(device),
                driver.deviceTotalMem(device),
                capability,
                driver.deviceGetAttribute(Driver.MULTIPROCESSOR_COUNT, device));
    }
}
