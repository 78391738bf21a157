package io.gatun.cuda;

/// A CUDA device as its driver describes it.
///
/// @param index the driver's ordinal, as in `cuda:0`
/// @param name the product name
/// @param memory bytes of device memory
/// @param capability the compute capability, `9.0` say
/// @param multiprocessors how many streaming multiprocessors it has
public record CudaDevice(int index, String name, long memory, String capability, int multiprocessors) {

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
