package io.gatun.kernel;

import io.gatun.internal.cpu.CpuBackend;
import io.gatun.tensor.Device;
import io.gatun.tensor.DeviceException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/// Finds the backend of a device: the CPU's is always there, others are found by [ServiceLoader] on first use.
public final class Backends {

    private static final Backend CPU = CpuBackend.create();

    private Backends() {}

    /// Returns the backend of a device.
    ///
    /// @throws DeviceException if there is none, listing those that are there
    public static Backend of(Device device) {
        if (device.isCpu()) {
            return CPU;
        }
        Backend found = Others.FOUND.get(device.toString());
        if (found == null) {
            throw new DeviceException("device " + device + " is not available: found "
                    + (Others.FOUND.isEmpty() ? "cpu only" : "cpu, " + String.join(", ", Others.FOUND.keySet())));
        }
        return found;
    }

    /// Returns the kernels that define every op: plain loops on the CPU.
    public static Kernels reference() {
        return CpuBackend.reference();
    }

    private static final class Others {
        static final Map<String, Backend> FOUND = find();

        private static Map<String, Backend> find() {
            Map<String, Backend> found = new TreeMap<>();
            for (Backend backend : ServiceLoader.load(Backend.class, Backend.class.getClassLoader())) {
                found.put(backend.device().toString(), backend);
            }
            return Map.copyOf(found);
        }
    }
}
