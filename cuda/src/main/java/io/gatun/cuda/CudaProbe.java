package io.gatun.cuda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of CUDA is on this machine.
///
/// @param available whether there is a driver with a device
/// @param reason one sentence that says why not, or what there is
/// @param driverVersion the latest CUDA version that the driver supports, 12040 for 12.4, or 0 without a
///     driver
/// @param libraries every library, found or not
/// @param devices the devices, in the driver's order
public record CudaProbe(
        boolean available,
        String reason,
        int driverVersion,
        Map<CudaLibrary, Library> libraries,
        List<CudaDevice> devices) {

    /// One library.
    ///
    /// @param path where it was found
    /// @param searched the places that were tried without success, each with a reason
    public record Library(Optional<String> path, List<String> searched) {}

    /// Looks for the driver, its devices and the libraries. Never throws: what is missing is said in the
    /// result.
    public static CudaProbe probe() {
        return probe(LibrarySearch.ofSystem());
    }

    static CudaProbe probe(LibrarySearch search) {
        LibrarySearch.Outcome driver = search.open(CudaLibrary.DRIVER, 0);
        Found found = Found.through(search, driver);
        Map<CudaLibrary, Library> libraries = new EnumMap<>(CudaLibrary.class);
        libraries.put(CudaLibrary.DRIVER, library(driver));
        for (CudaLibrary library : CudaLibrary.values()) {
            if (library != CudaLibrary.DRIVER) {
                libraries.put(library, library(search.open(library, found.version() / 1000)));
            }
        }
        return new CudaProbe(
                !found.devices().isEmpty(),
                found.reason(),
                found.version(),
                Collections.unmodifiableMap(libraries),
                found.devices());
    }

    /// Returns the devices alone that Gatun's kernels run on: the libraries, some of them very large,
    /// stay on the disk.
    static List<CudaDevice> usable(LibrarySearch search) {
        Found found = Found.through(search, search.open(CudaLibrary.DRIVER, 0));
        return found.devices().stream()
                .filter(device -> device.why(found.version()).isEmpty())
                .toList();
    }

    /// What a driver has to say.
    private record Found(int version, List<CudaDevice> devices, String reason) {

        static Found through(LibrarySearch search, LibrarySearch.Outcome driver) {
            if (driver.library().isEmpty()) {
                String reason = search.named(CudaLibrary.DRIVER)
                        .map(property -> "no NVIDIA driver in the file that -D" + property + " names")
                        .orElse("no NVIDIA driver on this machine (libcuda.so.1 not found)");
                return new Found(0, List.of(), reason);
            }
            int version = 0;
            try {
                Driver calls = new Driver(driver.library().get());
                version = calls.driverVersion();
                calls.init();
                List<CudaDevice> devices = new ArrayList<>();
                for (int i = 0; i < calls.deviceGetCount(); i++) {
                    devices.add(CudaDevice.of(calls, i));
                }
                int count = devices.size();
                String reason =
                        count == 0 ? "an NVIDIA driver, but no device" : count + (count == 1 ? " device" : " devices");
                return new Found(version, List.copyOf(devices), reason);
            } catch (CudaException e) {
                return new Found(version, List.of(), "an NVIDIA driver, but no usable device: " + e.getMessage());
            }
        }
    }

    private static Library library(LibrarySearch.Outcome outcome) {
        return new Library(outcome.library().map(NativeLibrary::path), outcome.searched());
    }
}
