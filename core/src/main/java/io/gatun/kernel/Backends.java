package io.gatun.kernel;

import io.gatun.internal.cpu.CpuBackend;
import io.gatun.tensor.Device;
import io.gatun.tensor.DeviceException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the backend of a device: the CPU's is always there, others are opened on first use by the [BackendProvider]
/// of their type.
public final class Backends {

    private static final Backend CPU = CpuBackend.create();

    private Backends() {}

    /// Returns the backend of a device.
    ///
    /// @throws DeviceException if there is none, saying why
    public static Backend of(Device device) {
        return device.isCpu() ? CPU : Others.of(device);
    }

    /// Returns the devices that are there, the CPU first.
    public static List<Device> devices() {
        List<Device> devices = new java.util.ArrayList<>(List.of(Device.CPU));
        Others.PROVIDERS.forEach(provider -> devices.addAll(provider.devices()));
        return List.copyOf(devices);
    }

    /// Returns the kernels that define every op: plain loops on the CPU.
    public static Kernels reference() {
        return CpuBackend.reference();
    }

    /// Looked for only when somebody asks for a device other than the CPU.
    private static final class Others {

        static final List<BackendProvider> PROVIDERS =
                ServiceLoader.load(BackendProvider.class, BackendProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();

        private static final Map<Device, Backend> OPEN = new ConcurrentHashMap<>();

        static Backend of(Device device) {
            Backend open = OPEN.get(device);
            return open != null ? open : open(device);
        }

        private static synchronized Backend open(Device device) {
            return OPEN.computeIfAbsent(device, _ -> provider(device).open(device));
        }

        private static BackendProvider provider(Device device) {
            return PROVIDERS.stream()
                    .filter(provider -> provider.type().equals(device.type()))
                    .findFirst()
                    .orElseThrow(() -> new DeviceException("device " + device + " is not available: found cpu, and no"
                            + " module for devices of type " + device.type() + "; gatun-" + device.type()
                            + " has to be on the class or module path"));
        }
    }
}
