package io.gatun.cli;

import io.gatun.kernel.Backends;
import io.gatun.tensor.Device;
import io.gatun.tensor.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where something was measured, as reports tell it.
final class Machine {

    private Machine() {}

    static Map<String, Object> describe(Device device) {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", processor());
        machine.put("jdk", Runtime.version().toString());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("cores", (long) Runtime.getRuntime().availableProcessors());
        machine.put("threads", (long) Threads.get());
        machine.put("device", Backends.of(device).description());
        return machine;
    }

    /// Returns the processor's product name where the system tells it in a file (Linux), else its
    /// architecture.
    static String processor() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
            return lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException _) {
            return System.getProperty("os.arch");
        }
    }
}
