package io.gatun.cuda;

import io.gatun.kernel.Backend;
import io.gatun.kernel.BackendProvider;
import io.gatun.tensor.Device;
import io.gatun.tensor.DeviceException;
import java.util.List;
import java.util.Optional;

/// Opens CUDA devices: `cuda:0` is the driver's first.
@SuppressWarnings("exports") // only the ServiceLoader names it
public final class CudaProvider implements BackendProvider {

    private static final System.Logger LOG = System.getLogger("io.gatun");

    /// Creates the provider; the driver is looked for when a device is wanted.
    public CudaProvider() {}

    @Override
    public String type() {
        return "cuda";
    }

    @Override
    public List<Device> devices() {
        return CudaProbe.usable(LibrarySearch.ofSystem()).stream()
                .map(found -> Device.cuda(found.index()))
                .toList();
    }

    @Override
    public Backend open(Device device) {
        LibrarySearch.Outcome found = LibrarySearch.ofSystem().open(CudaLibrary.DRIVER, 0);
        NativeLibrary library = found.library().orElseThrow(() -> unavailable(device, notFound(found.searched())));
        try {
            Driver driver = new Driver(library);
            driver.init();
            int count = driver.deviceGetCount();
            if (device.index() >= count) {
                throw unavailable(device, there(count));
            }
            CudaDevice.of(driver, device.index()).why(driver.driverVersion()).ifPresent(why -> {
                throw unavailable(device, why);
            });
            int major = driver.driverVersion() / 1000;
            Optional<CublasLt> cublasLt = LibrarySearch.ofSystem()
                    .open(CudaLibrary.CUBLAS_LT, major)
                    .library()
                    .map(CublasLt::new);
            if (cublasLt.isEmpty()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "no cuBLASLt: matrix products run on kernels of Gatun's own; "
                                + "gatun info shows where it was looked for");
            }
            CudaContext context = CudaContext.open(driver, device.index());
            return new CudaBackend(device, context, KernelImages.ofSystem(), cublasLt);
        } catch (CudaException e) {
            throw unavailable(device, "the NVIDIA driver failed: " + e.getMessage());
        }
    }

    private static String notFound(List<String> searched) {
        String places = String.join("; ", searched);
        return LibrarySearch.ofSystem()
                .named(CudaLibrary.DRIVER)
                .map(property -> "no NVIDIA driver in the file that -D" + property + " names: " + places)
                .orElse("no NVIDIA driver on this machine. Looked for: " + places
                        + ". If it is elsewhere, name its file with -Dcuda.driver.path=FILE (GATUN_JAVA_OPTS takes it"
                        + " to the gatun command)");
    }

    private static String there(int count) {
        return switch (count) {
            case 0 -> "there is an NVIDIA driver, but no device";
            case 1 -> "there is cuda:0 only";
            default -> "there are cuda:0 to cuda:" + (count - 1);
        };
    }

    private static DeviceException unavailable(Device device, String why) {
        return new DeviceException("device " + device + " is not available: " + why);
    }
}
